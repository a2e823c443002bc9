"""What a vote is worth: shown where a rule weighs states, in the reader's words and figures."""

from fractions import Fraction

import pytest
from django.test import Client

from comity.charter import source
from comity.charter.acts import Amend
from comity.decisions.acts import Adopt, Consent
from comity.decisions.rules import BlockingMinority, Electorate, Quorum, Rule, Test
from comity.decisions.weighing import measures, worth
from comity.people.models import Account
from council import CHARTER, Council
from council.deciding import opened

WEIGHED = """
[rule.weighed]
name = { en = "Weighed majority", ru = "Взвешенное большинство", zh = "加权多数" }
electorate = "decide"
tests = [{ measure = "tonnage", of = "entitled", at_least = "65/100" }]
quorum = { measure = "tonnage", more_than = "1/2" }
article = "8"

[weight.tonnage]
name = { en = "Tonnage", ru = "Тоннаж", zh = "吨位" }
article = "8"
scale = [{ article = "8", shares = { XA = "49.5", XB = "30.5", XR = "20" } }]

[opinions_on_record]"""


def test_a_rule_weighs_by_what_it_and_its_parts_ask() -> None:
    half = Fraction(1, 2)
    weighed = Rule(tests=(Test(at_least=half, measure="people"),), quorum=Quorum(more_than=half, measure="shares"))
    minority = Rule(tests=(Test(at_least=2),), blocking_minority=BlockingMinority(None, "land", half))
    assert measures(Rule(any_of=(weighed, Rule(all_of=(minority, weighed))))) == ["people", "shares", "land"]
    assert measures(Rule(tests=(Test(at_least=2),), quorum=Quorum(at_least=2))) == []


def test_what_is_not_weighed_has_no_table_and_what_is_too_fine_neither() -> None:
    states = tuple(f"X{letter}" for letter in "ABCDEFGHIJKLMNOPQRST")
    fine = {state: 1_000_003 * place + 1 for place, state in enumerate(states)}
    coarse = dict.fromkeys(states, 1)
    electorate = Electorate(states, weights={"fine": fine, "other": {**fine, "XA": 7}, "coarse": coarse})
    assert worth(Rule(tests=(Test(at_least=2),)), electorate) == {}
    both = tuple(Test(at_least=Fraction(1, 2), measure=name) for name in ("fine", "other"))
    assert worth(Rule(tests=both), electorate) == {}
    equal = worth(Rule(tests=(Test(at_least=Fraction(1, 2), measure="coarse"),)), electorate)
    assert {one.shapley for one in equal.values()} == {Fraction(1, 20)}


@pytest.fixture
def weighed(council: Council) -> int:
    """Borealia has consented. Arcadia is needed, and one of the others."""
    text = CHARTER.read_text(encoding="utf-8").replace("[opinions_on_record]", WEIGHED)
    text = text.replace('rule = "two-thirds"', 'rule = "weighed"')
    basis = council.does("chair", Adopt(decision=opened(council.on("2031-03-03"), competence="charter.amend"))).seq
    council.does("secretariat", Amend(charter=source.load(text.encode(), CHARTER.name), basis=basis))
    decision = opened(council, competence="fix-dues", title={"en": "Dues"})
    council.does("Borealia", Consent(decision=decision, state="XB"))
    return decision


@pytest.mark.parametrize(
    ("prefix", "weight", "power", "told"),
    [
        (
            "",
            "<td>49.5</td>",
            "<td>60.0</td><td>66.7</td>",
            "In favour, weighed by Tonnage: 30.5 of those entitled (100)",
        ),
        ("/ru", "<td>49,5</td>", "<td>60,0</td><td>66,7</td>", "За, с весом «Тоннаж»: 30,5"),
        ("/zh-hans", "<td>49.5</td>", "<td>60.0</td><td>66.7</td>", "赞成（按吨位加权）：30.5"),
    ],
)
def test_the_page_tells_what_each_vote_is_worth(
    council: Council, client: Client, anna: Account, weighed: int, prefix: str, weight: str, power: str, told: str
) -> None:
    client.force_login(anna)
    with council.clock():
        page = client.get(f"{prefix}/decisions/{weighed}").text
    assert weight + power in page
    assert told in page


def test_programs_are_told_the_exact_fractions(council: Council, client: Client, weighed: int) -> None:
    with council.clock():
        told = client.get(f"/api/decisions/{weighed}").json()["power"]
    assert [(one["state"], one["weights"]["tonnage"], one["banzhaf"], one["shapley"]) for one in told] == [
        ("XA", "49.5", "3/5", "2/3"),
        ("XB", "30.5", "1/5", "1/6"),
        ("XR", "20", "1/5", "1/6"),
    ]


def test_where_all_count_alike_nothing_is_said_of_it(council: Council, client: Client) -> None:
    decision = opened(council.on("2031-03-03"))
    with council.clock():
        assert "Banzhaf" not in client.get(f"/decisions/{decision}").text
        assert client.get(f"/api/decisions/{decision}").json()["power"] == []
