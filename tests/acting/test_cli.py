"""An act at the command line."""

import json
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result

from acting.conftest import Sits
from comity import cli
from comity.people.models import Account
from comity.record.models import EntryRow, Head
from council import Council

pytestmark = pytest.mark.usefixtures("morning", "running")


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database is there already."""
    monkeypatch.setattr("comity.database.ready", lambda holder: nullcontext())
    return


def says(*words: str, status: int = 0) -> str:
    result: Result = CliRunner().invoke(cli.main, ["act", *words])
    assert result.exit_code == status, result.output
    return result.output


def test_an_act_is_entered_and_told(council: Council) -> None:
    told = says("membership.apply", "state=XS", "--as", "delegation:XS")
    assert told == f"Entry {Head.objects.get().size}: Sylvania applied for the status of member.\n"


def test_a_text_in_several_languages_and_a_list(council: Council) -> None:
    says(
        "membership.name_state",
        "state=XT",
        "name.en=Thule",
        "name.ru=Туле",
        "--as",
        "secretariat",
        "--on",
        "2030-02-01",
    )
    entry = EntryRow.objects.get(seq=Head.objects.get().size).entry
    assert entry.body["name"] == {"en": "Thule", "ru": "Туле"}
    assert str(entry.on) == "2030-02-01"
    told = says("people.restrict_credential", "credential_entry=1", 'only=["register"]', "--as", "chair", status=1)
    assert told == "Error: Entry 1 gave nobody a seat. Name the entry of the credential.\n"


def test_the_same_key_makes_one_entry(council: Council) -> None:
    words = ("membership.apply", "state=XS", "--as", "delegation:XS", "--key", "k")
    assert says(*words) == says(*words)


def test_a_dry_run_changes_nothing(council: Council) -> None:
    before = Head.objects.values().get()
    told = says("membership.apply", "state=XS", "--as", "delegation:XS", "--dry-run")
    assert told.startswith(
        "This would be minuted as: Sylvania applied for the status of member. It rests on: Charter"
    )
    refused = says("membership.sign_memorandum", "state=XA", "--as", "secretariat", "--dry-run", status=1)
    assert refused.count("(Charter, Art. 4)") == 2
    assert Head.objects.values().get() == before


def test_it_answers_in_json_if_asked(council: Council) -> None:
    told = json.loads(says("membership.apply", "state=XS", "--as", "delegation:XS", "--json"))
    assert told["entry"]["kind"] == "membership.apply"
    result = CliRunner().invoke(cli.main, ["act", "membership.apply", "state=XA", "--as", "delegation:XA", "--json"])
    assert json.loads(result.stdout)["refusals"][0]["code"] == "already_held"
    assert result.exit_code == 1


def test_an_account_acts_by_its_credential(council: Council, sits: Sits) -> None:
    expert = sits("delegation:XS", "expert")
    email = Account.objects.get(code=expert.account).email
    for account in (email, expert.account):
        told = says("membership.apply", "state=XS", "--account", account, status=1)
        assert "not for the role you have in this seat: expert" in told
    head = sits("delegation:XS", "head")
    says("membership.apply", "state=XS", "--account", head.account, "--as", "delegation:XS")
    assert "has these seats: none" in says("membership.apply", "--account", "nobody", status=2)


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("membership.apply", "--as", "chair"), 1, "state: This is needed."),
        (("membership.apply", "state", "--as", "chair"), 2, "“state” is no field."),
        (("membership.apply", "state=XS"), 2, "Say from which seat"),
        (("membership.apply", "state=XS", "--as", "throne"), 2, "“throne” is no seat."),
        (("membership.dance", "--as", "chair"), 1, "There is no kind of act “membership.dance”."),
        (("membership.apply", "state=[", "--as", "chair"), 1, "state: Write the two letters"),
        (("membership.dance", "--help"), 1, "There is no kind of act “membership.dance”."),
    ],
)
def test_what_is_wrong_is_a_sentence(council: Council, words: tuple[str, ...], status: int, told: str) -> None:
    assert told in says(*words, status=status)


def test_the_kinds_are_listed(council: Council) -> None:
    everything = says("--list")
    assert "membership.apply                A state asks to be given a status" in everything
    own = says("--list", "--as", "delegation:XA")
    assert "bodies.take_chair" in own
    assert "membership.admit" not in own


def test_a_kind_shows_its_fields(council: Council) -> None:
    told = says("bodies.take_chair", "--help")
    assert "A state takes the chair" in told
    assert "state               text; needed" in told
    assert "slogan              text by language, such as name.en=...; may be left out" in told
    assert "how many events the chair plans for its term" in told
