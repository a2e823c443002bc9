"""What the charter says on a day: tables of cases, and the laws of order."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.charter import rules, source
from comity.charter.rules import Governed
from comity.record.text import LocalisedText

DAY = date(2030, 6, 1)


def ru(*names: str) -> dict[str, LocalisedText]:
    return {name: LocalisedText({"ru": name}) for name in names}


def test_pure_rules_leave_django_alone():
    code = (
        "import sys, comity.charter.rules, comity.charter.source, comity.charter.cli; print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("on", "city"),
    [("2003-09-04", "Bishkek"), ("2003-09-05", "Tashkent"), ("2025-01-01", "Tashkent"), ("2001-06-15", "Bishkek")],
)
def test_the_first_day_is_in_and_the_last_is_out(sco, on, city):
    """The seat of the RATS moved by the protocol of 2003-09-05."""
    assert rules.in_force(sco.bodies["RATS"].seat, date.fromisoformat(on)).city["en"] == city


def test_nothing_is_in_force_between_two_periods(sco):
    """The shares of 2018 to 2024 were not found."""
    assert rules.in_force(sco.budget.scale, date(2017, 12, 31)).shares["CN"] == "24"
    assert rules.in_force(sco.budget.scale, date(2018, 1, 1)) is None
    assert rules.in_force(sco.budget.scale, date(2025, 1, 1)).shares["CN"] == "17.6"


def test_a_competence_and_its_body_come_and_go(edited):
    text = edited(
        "[competence.admit]",
        "[competence.admit]\nfrom = 2030-05-01",
        'kind = "council"',
        'kind = "council"\nuntil = 2030-07-01',
    )
    charter = source.load(text, "charter.toml")
    assert rules.competence(charter, "admit", date(2030, 4, 30)) is None
    assert rules.competent_body(charter, "admit", date(2030, 4, 30)) is None
    assert rules.competence(charter, "admit", date(2030, 5, 1)).rule == "consensus"
    assert rules.competent_body(charter, "admit", date(2030, 6, 30)) == "COUNCIL"
    assert rules.competent_body(charter, "admit", date(2030, 7, 1)) is None
    assert rules.competence(charter, "expel", DAY) is None


def test_rights_come_with_a_status_in_force(edited):
    charter = source.load(edited("rank = 1", "rank = 1\nfrom = 2030-06-01"), "charter.toml")
    assert rules.has_right(charter, "member", "decide", DAY)
    assert not rules.has_right(charter, "member", "decide", date(2030, 5, 31))
    assert not rules.has_right(charter, "member", "chair", DAY)
    assert not rules.has_right(charter, "guest", "speak", DAY)


def test_statuses_that_give_a_right(sco):
    before, after = date(2025, 8, 31), date(2025, 9, 1)
    assert rules.statuses_with(sco, "decide", before) == ("member",)
    assert rules.statuses_with(sco, "speak", before) == ("member", "observer", "dialogue-partner")
    assert rules.statuses_with(sco, "speak", after) == ("member", "partner")
    assert rules.statuses_in_force(sco, after) == ("member", "partner", "guest")


def test_the_ten_members_sit_in_the_russian_order(sco):
    names = ru(
        "Россия",
        "Китай",
        "Иран",
        "Индия",
        "Узбекистан",
        "Беларусь",
        "Пакистан",
        "Казахстан",
        "Таджикистан",
        "Кыргызстан",
    )
    assert rules.seating(sco, names) == [
        "Беларусь", "Индия", "Иран", "Казахстан", "Китай", "Кыргызстан", "Пакистан", "Россия",
        "Таджикистан", "Узбекистан",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "in_order",
    [
        ["ель", "еще", "ёж", "жук"],
        ["Иран", "Ирландия", "Йемен", "Катар"],
        ["Кот-д'Ивуар", "Котор"],
        ["Cote", "Côte", "Cotf"],
        ["Åland", "Albania", "Österreich", "Zaire"],
        ["New Zealand", "Newland"],
        ["india", "Iran"],
    ],
)
def test_alphabetical_order(in_order):
    backwards = in_order[::-1]
    assert sorted(backwards, key=rules.alphabetical) == in_order


def test_a_decomposed_letter_sorts_as_the_whole_one():
    assert rules.alphabetical("Йемен")[0] == rules.alphabetical("Йемен")[0]


def test_equal_names_sort_by_code():
    names = {code: LocalisedText({"ru": "Конго"}) for code in ("CG", "CD")}
    assert rules.ordered(names, "ru") == ["CD", "CG"]


@given(st.lists(st.text(max_size=8), unique=True))
def test_order_does_not_depend_on_where_one_begins(words):
    backwards = words[::-1]
    assert sorted(words, key=rules.alphabetical) == sorted(backwards, key=rules.alphabetical)


@given(st.dictionaries(st.text("абвгдеёжзий", min_size=1, max_size=4), st.none(), min_size=1))
def test_everybody_has_a_turn_and_then_the_first_again(sco, words):
    names, turn, turns = ru(*words), None, []
    for _ in words:
        turn = rules.next_in_rotation(sco, turn, names)
        turns.append(turn)
    assert turns == rules.seating(sco, names)
    assert rules.next_in_rotation(sco, turn, names) == turns[0]


def test_rotation_without_a_turn(sco, small):
    assert rules.next_in_rotation(sco, "CN", {}) is None
    assert rules.next_in_rotation(sco, "who left", ru("Китай", "Индия")) == "Индия"
    charter = source.load(small, "charter.toml")
    assert rules.next_in_rotation(charter, None, ru("Китай")) is None
    assert rules.next_in_rotation(charter, None, ru("Китай"), language="ru") == "Китай"


def test_the_chair_goes_by_a_list_where_the_charter_has_one(edited):
    chair = '[chairmanship]\nbody = "COUNCIL"\nchanges_with = "half-year"\norder = ["XS", "XA", "XR"]\narticle = "1"'
    charter = source.load(edited("[withdrawal]", f"{chair}\n[withdrawal]"), "charter.toml")
    names = ru("Аркадия", "Сильвания")
    members = {"XA": names["Аркадия"], "XS": names["Сильвания"]}
    assert rules.next_in_rotation(charter, "XS", members) == "XA"
    assert rules.next_in_rotation(charter, "XA", members) == "XS", "XR is no member, so its turn is passed over."
    assert rules.next_in_rotation(charter, None, members) == "XS"


def test_the_path_of_accession_is_walked_in_order(sco):
    """Article 13 and the procedure of 2014; the treaties are acceded to by days of their own."""
    done: list[str] = []
    while (step := rules.next_step(sco, done)) is not None:
        done.append(step.act)
    assert done == [
        "membership.apply",
        "membership.agree_in_principle",
        "membership.sign_memorandum",
        "membership.admit",
        "treaties.accede",
    ]
    assert rules.steps_before(sco, "membership.admit") == tuple(done[:3])
    assert rules.steps_before(sco, "membership.apply") == ()
    assert rules.steps_before(sco, "membership.expel") == ()


def test_each_step_names_its_provision(sco):
    assert rules.step_article(sco, "membership.admit") == "13"
    assert rules.step_article(sco, "membership.sign_memorandum") == "Procedure for Admission 2014"
    assert rules.step_article(sco, "membership.expel") == sco.accession.article


@pytest.mark.parametrize(
    ("months", "notified", "earliest"),
    [
        (12, "2026-03-01", "2027-03-01"),
        (12, "2024-02-29", "2025-02-28"),
        (12, "2023-02-28", "2024-02-28"),
        (1, "2026-01-31", "2026-02-28"),
        (12, "2026-03-31", "2027-03-31"),
        (3, "2026-11-30", "2027-02-28"),
        (1, "2026-12-15", "2027-01-15"),
        (0, "2026-12-15", "2026-12-15"),
        (12, "9999-06-01", "9999-12-31"),
    ],
)
def test_withdrawal_takes_calendar_months(edited, months, notified, earliest):
    charter = source.load(edited("notice_months = 12", f"notice_months = {months}"), "charter.toml")
    assert rules.withdrawal_earliest(charter.withdrawal, date.fromisoformat(notified)) == date.fromisoformat(earliest)


def test_what_each_article_governs(sco):
    refs = rules.article_refs(sco)
    assert list(refs)[:26] == [str(number) for number in range(1, 27)]
    assert set(refs["16"]) == {
        Governed("rule", "consensus"),
        Governed("rule", "consensus-minus-one"),
        Governed("opinions_on_record"),
        Governed("opt_in_projects"),
    }
    assert Governed("step", "membership.apply") in refs["13"]
    assert Governed("organisation") in refs[sco.organisation.founding_instrument]
    assert refs["2"] == ()


def test_whatever_names_an_article_is_found_under_it(sco):
    """No rule of the charter is lost on the page of articles."""
    refs = rules.article_refs(sco)
    for table, named in (
        ("status", sco.statuses),
        ("body", sco.bodies),
        ("rule", sco.rules),
        ("office", sco.offices),
    ):
        for name, rule in named.items():
            assert Governed(table, name) in refs[rule.article]
    for name, competence in sco.competences.items():
        assert Governed("competence", name) in refs[competence.article]
