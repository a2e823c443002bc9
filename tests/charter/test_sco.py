"""The SCO's charter, fact by fact, each with its article."""

from datetime import date

import pytest
import rfc8785

from comity.charter import rules
from comity.charter.schema import Charter
from comity.charter.source import check

TODAY = date(2026, 11, 22)


def test_it_is_a_charter_without_anything_odd(sco_text):
    assert check(sco_text, "charter.toml") == []


def test_it_goes_into_one_entry_of_the_record_and_comes_back(sco):
    body = sco.model_dump(mode="json", exclude_defaults=True)
    assert len(rfc8785.dumps(body)) < 55_000, (
        "An entry bundle ends at 65,535 bytes, and an act is more than its charter."
    )
    assert Charter.model_validate(body) == sco


def test_all_26_articles_say_how_they_are_known(sco):
    assert [int(number) for number in sco.articles] == list(range(1, 27))
    assert all(
        article.source
        for article in sco.articles.values()
        if article.basis == "seen" and article is not sco.articles["20"]
    )
    assert {number for number, article in sco.articles.items() if article.basis == "first reading"} == {"3", "19"}


def test_dates_and_founders(sco):
    assert (sco.signed_on, sco.in_force_on) == (date(2002, 6, 7), date(2003, 9, 19))
    assert sco.organisation.founded_on == date(2001, 6, 15)
    assert set(sco.organisation.founders) == {"CN", "KZ", "KG", "RU", "TJ", "UZ"}


COMPETENCES = [
    # act or matter, body, rule, article, proposed by
    ("membership.agree_in_principle", "CHS", "consensus", "Procedure for Admission 2014", "CFM"),
    ("membership.admit", "CHS", "consensus", "13", "CFM"),
    ("membership.grant_status", "CHS", "consensus", "14", "CFM"),
    ("membership.end_status", "CHS", "consensus", "Regulations on Observer Status 2004", "CFM"),
    ("membership.suspend", "CHS", "consensus-minus-one", "13", "CFM"),
    ("membership.expel", "CHS", "consensus-minus-one", "13", None),
    ("bodies.establish", "CHS", "consensus", "4", None),
    ("charter.amend", "CHS", "consensus", "23", None),
    ("bodies.appoint.secretary-general", "CHS", "consensus", "11", "CFM"),
    ("bodies.appoint.deputy-secretary-general", "CFM", "consensus", "11", "CNC"),
    ("bodies.appoint.rats-director", "CHS", "consensus", "Agreement on the RATS 2002", None),
    ("bodies.appoint.deputy-rats-director", "RATSC", "consensus", "Agreement on the RATS 2002", None),
    ("approve-budget", "CHG", "consensus", "6", None),
    ("issue-statements", "CFM", "consensus", "7", None),
]


@pytest.mark.parametrize(("name", "body", "rule", "article", "proposed_by"), COMPETENCES)
def test_who_decides_what_and_how(sco, name, body, rule, article, proposed_by):
    competence = rules.competence(sco, name, TODAY)
    assert rules.competent_body(sco, name, TODAY) == body
    assert (competence.rule, competence.article, competence.proposed_by) == (rule, article, proposed_by)


def test_article_16(sco):
    consensus, minus_one = sco.rules["consensus"], sco.rules["consensus-minus-one"]
    assert (consensus.objections_block, consensus.set_aside, consensus.tests) == ("all", "none", ())
    assert (minus_one.objections_block, minus_one.set_aside) == ("all", "state-concerned")
    assert sco.opinions_on_record.entered_in == "minutes"
    assert sco.opt_in_projects.may_join_later
    assert (
        consensus.article
        == minus_one.article
        == sco.opinions_on_record.article
        == sco.opt_in_projects.article
        == "16"
    )


def test_the_nine_bodies_and_how_often_they_meet(sco):
    """Articles 4 to 11."""
    assert set(sco.bodies) == {"CHS", "CHG", "CFM", "MINISTERS", "CNC", "RATS", "RATSC", "RATSEC", "SEC"}
    assert sco.bodies["CHS"].meets.at_least_yearly == sco.bodies["CHG"].meets.at_least_yearly == 1
    assert sco.bodies["CNC"].meets.at_least_yearly == 3
    assert (sco.bodies["CFM"].meets.months_before, sco.bodies["CFM"].meets.before) == (1, "CHS")
    assert sco.bodies["CFM"].meets.extraordinary.on_initiative_of == 2


def test_the_partner_status_replaced_two_others(sco):
    merged = date(2025, 9, 1)
    assert sco.statuses["observer"].until == sco.statuses["dialogue-partner"].until == merged
    assert sco.statuses["partner"].since == merged


def test_offices(sco):
    head = sco.offices["secretary-general"]
    assert (head.term_years, head.renewable, head.rotation_language, head.article) == (3, False, "ru", "11")
    assert rules.in_force(head.title, date(2006, 6, 14)).name["en"] == "Executive Secretary"
    assert rules.in_force(head.title, date(2006, 6, 15)).name["en"] == "Secretary-General"
    assert sco.offices["deputy-secretary-general"].not_from_state_of == "secretary-general"
    assert sco.offices["rats-director"].term_years == 3


def test_chair_languages_and_way_out(sco):
    assert (sco.chairmanship.rotation_language, sco.chairmanship.as_a_rule) == ("ru", True)
    assert sco.languages.official == sco.languages.working == ("ru", "zh")
    assert (sco.withdrawal.notice_months, sco.withdrawal.article) == (12, "13")
    assert rules.withdrawal_earliest(sco.withdrawal, date(2026, 11, 22)) == date(2027, 11, 22)
    assert sco.deadlines.materials_days_before == 20


def test_the_charter_as_a_treaty(sco):
    """Articles 21, 24 and 25."""
    assert (sco.depositary.charter, sco.depositary.documents) == ("CN", "SEC")
    assert (sco.entry_into_force.instruments, sco.entry_into_force.days_after) == (4, 30)
    assert sco.reservations.void_if_objected_by == "2/3"


def test_every_wording_is_there_in_three_languages(sco):
    worded = [value for _, value in rules.places(sco) if type(value).__name__ == "LocalisedText"]
    assert len(worded) > 100
    assert all({"en", "ru", "zh"} <= set(text.root) for text in worded)
