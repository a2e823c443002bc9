"""The engine's rules, read from a charter as it stands on a day."""

from datetime import date
from fractions import Fraction

from comity.decisions.reading import electorate_of, rule_of
from comity.decisions.rules import BlockingMinority, Quorum, Test
from comity.decisions.tally.rulebook import Rules

EARLY, LATE = date(2019, 12, 31), date(2020, 1, 1)
BOOK = Rules.model_validate(
    {
        "rule": {
            "both": {
                "name": {"en": "both"},
                "article": "1",
                "all_of": ["agreed", "counted"],
            },
            "agreed": {
                "name": {"en": "agreed"},
                "article": "2",
                "objections_block": ["elders", "XC"],
                "failing": "counted",
                "electorate": "elect",
            },
            "counted": {
                "name": {"en": "counted"},
                "article": "3",
                "tests": [{"of": "voting", "more_than": "1/2"}, {"measure": "shares", "at_least": 12}],
                "blocking_minority": {"measure": "shares", "more_than": "35/100", "plus": 1},
                "quorum": {"at_least": 2},
            },
        },
        "group": {
            "elders": {"name": {"en": "elders"}, "article": "2", "states": ["XA", "XB"], "until": LATE},
        },
        "weight": {
            "shares": {
                "name": {"en": "shares"},
                "article": "3",
                "scale": [
                    {"article": "3", "until": LATE, "shares": {"XA": "7", "XB": "8"}},
                    {"article": "3", "from": LATE, "shares": {"XA": "7.25", "XB": "8.5"}},
                ],
            }
        },
    }
)


def test_a_rule_brings_along_those_of_which_it_is_made():
    both = rule_of(BOOK, "both", EARLY)
    agreed, counted = both.all_of
    assert (both.code, both.article, agreed.code, counted.article) == ("both", "1", "agreed", "3")
    assert (agreed.objections_block, agreed.failing, agreed.electorate) == (("elders", "XC"), "counted", "elect")
    assert counted.tests == (Test("voting", more_than=Fraction(1, 2)), Test(measure="shares", at_least=12))
    assert counted.quorum == Quorum(at_least=2)
    assert counted.blocking_minority == BlockingMinority(None, "shares", Fraction(35, 100), 1)


def test_a_group_counts_in_its_time():
    assert rule_of(BOOK, "agreed", LATE).objections_block == ("XC",)
    assert electorate_of(BOOK, ["XA"], EARLY).groups == {"elders": frozenset({"XA", "XB"})}
    assert electorate_of(BOOK, ["XA"], LATE).groups == {}


def test_weights_are_whole_numbers_of_their_smallest_unit():
    early, late = (electorate_of(BOOK, ["XB", "XA"], on, set_aside=["XA"]) for on in (EARLY, LATE))
    assert (early.weights["shares"], early.scales["shares"]) == ({"XA": 7, "XB": 8}, 1)
    assert (late.weights["shares"], late.scales["shares"]) == ({"XA": 29, "XB": 34}, 4)
    assert (early.states, early.set_aside) == (("XB", "XA"), {"XA"})


def test_one_is_not_all():
    """`1` is one state, `"1/1"` all of them."""
    rules = {
        code: {"name": {"en": code}, "article": "1", "tests": [{"at_least": amount}]}
        for code, amount in (("one", 1), ("all", "1/1"))
    }
    book = Rules.model_validate({"rule": rules})
    one, everybody = (rule_of(book, code, EARLY).tests[0].at_least for code in ("one", "all"))
    assert (type(one), type(everybody)) == (int, Fraction)
