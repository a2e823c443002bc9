"""Small cases, one for each thing that a rule may ask, boundaries included."""

from fractions import Fraction

import pytest

from comity.decisions.rules import BlockingMinority, Electorate, Quorum, Rule, Test, outcome

FIVE = Electorate(("XA", "XB", "XC", "XD", "XE"))
HALF = Fraction(1, 2)


def said(letters: str) -> dict[str, str]:
    """Positions by letter: c(onsent), o(bject), a(bstain), n(ot there), e(xcused), and a dot for no record."""
    names = {"c": "consent", "o": "object", "a": "abstain", "n": "absent", "e": "excused"}
    return {state: names[letter] for state, letter in zip(FIVE.states, letters, strict=True) if letter != "."}


CASES = {
    "consensus": (Rule(objections_block="all"), ["ccccc adopted", "caane adopted", "cccco rejected", "cccc. open"]),
    "consensus that abstention breaks": (
        Rule(objections_block="all", abstention_blocks=True),
        ["ccccn adopted", "cccca rejected"],
    ),
    "unanimity": (Rule(tests=(Test(at_least=Fraction(1)),)), ["ccccc adopted", "ccccn rejected", "cccc. open"]),
    "more than half of the voting": (
        Rule(tests=(Test("voting", more_than=HALF),)),
        ["ccooa rejected", "ccoaa adopted", "aaaan rejected", "c.... open", "ccc.. adopted", "ooo.. rejected"],
    ),
    "half of those there": (
        Rule(tests=(Test("present", at_least=HALF),)),
        ["ccaan adopted", "ccaao rejected", "cnnne adopted"],
    ),
    "half of those taking part": (
        Rule(tests=(Test("taking-part", at_least=HALF),)),
        ["caonn rejected", "conne adopted"],
    ),
    "all but one": (Rule(tests=(Test(all_but=1),)), ["cccco adopted", "cccoo rejected"]),
    "three votes": (Rule(tests=(Test(at_least=3),)), ["cccoo adopted", "ccooo rejected", "cc..o open"]),
    "a veto": (
        Rule(tests=(Test(at_least=3),), objections_block=("XA", "elders")),
        ["occcc rejected", "acccn adopted", "ccocc adopted"],
    ),
    "a quorum of three": (
        Rule(tests=(Test("voting", more_than=HALF),), quorum=Quorum(at_least=3)),
        ["ccnnn rejected", "cconn adopted", "cc.nn open", "cca.. open", "ccc.. adopted"],
    ),
    "more than a quorum of half": (
        Rule(objections_block="all", quorum=Quorum(more_than=HALF)),
        ["ccnnn rejected", "cccnn adopted"],
    ),
    "a blocking minority of two": (
        Rule(tests=(Test(at_least=Fraction(1)),), blocking_minority=BlockingMinority(2)),
        ["cccco adopted", "cccoo rejected", "cccc. adopted", "ccc.. open"],
    ),
    "one of two": (
        Rule(any_of=(Rule(objections_block="all"), Rule(tests=(Test(at_least=4),)))),
        ["cccco adopted", "caaaa adopted", "cccoo rejected", "ccco. open"],
    ),
    "both": (
        Rule(all_of=(Rule(objections_block="all"), Rule(tests=(Test(at_least=4),)))),
        ["cccca adopted", "cccco rejected", "cccaa rejected", "cccc. open"],
    ),
    "unless all are against": (Rule(tests=(Test("present", at_least=1),)), ["oooco adopted", "ooooo rejected"]),
}


@pytest.mark.parametrize(
    ("rule", "letters", "result"),
    [(rule, *case.split()) for rule, cases in CASES.values() for case in cases],
    ids=[f"{name}: {case}" for name, (_, cases) in CASES.items() for case in cases],
)
def test_what_comes_of_it(rule, letters, result):
    assert outcome(rule, FIVE, said(letters)).result == result


def test_the_gavel_closes_a_matter():
    consensus = Rule(objections_block="all")
    assert outcome(consensus, FIVE, said("cc...")).result == "open"
    assert outcome(consensus, FIVE, said("cc..."), closed=True).result == "adopted"
    majority = Rule(tests=(Test(more_than=HALF),))
    found = outcome(majority, FIVE, said("cc..."), closed=True)
    assert (found.result, found.awaited) == ("rejected", ())


def test_who_is_in_the_room_counts_for_the_quorum():
    rule = Rule(objections_block="all", quorum=Quorum(more_than=HALF))
    assert outcome(rule, FIVE, {}, present={"XA", "XB"}, closed=True).result == "rejected"
    assert outcome(rule, FIVE, {}, present={"XA", "XB", "XC"}, closed=True).result == "adopted"
    assert outcome(rule, FIVE, said("e...."), present={"XA", "XB", "XC"}, closed=True).result == "adopted"
    found = outcome(rule, FIVE, said(".n..."), present={"XA"}, closed=True)
    assert found.in_the_way == ("XB", "XC", "XD", "XE")


def test_where_nobody_is_entitled_nothing_is_adopted():
    nobody = Electorate(("XA",), set_aside=frozenset({"XA"}))
    rule = Rule(objections_block="all", set_aside="state-concerned")
    found = outcome(rule, nobody, {"XA": "consent"})
    assert (found.result, [reason.code for reason in found.reasons]) == ("rejected", ["nobody_entitled"])


def test_with_nobody_in_favour_no_test_is_passed():
    """Two thirds of no votes are no votes; that is not a majority."""
    assert outcome(Rule(tests=(Test("voting", Fraction(2, 3)),)), FIVE, said("aaaaa")).result == "rejected"


def test_a_minority_that_weighs_and_one_member_more():
    """TFEU 238(3)(a): the fewest members with more than 35 % of the population, and one. The union is made up."""
    people = {"XA": 30, "XB": 6, "XC": 5, "XD": 5, "XE": 54}
    union = Electorate(FIVE.states, weights={"people": people})
    rule = Rule(
        tests=(Test(measure="people", at_least=Fraction(65, 100)),),
        blocking_minority=BlockingMinority(None, "people", Fraction(35, 100), plus=1),
    )
    assert outcome(rule, union, said("cccco")).result == "adopted", "One alone weighs 54, and two are needed."
    found = outcome(rule, union, said("cccoo"))
    assert found.result == "rejected"
    assert found.reasons[0].values["needed"] == 2
    assert found.in_the_way == ("XD", "XE")


def test_in_the_way_are_those_whose_position_hinders():
    two_thirds = Rule(tests=(Test("voting", Fraction(2, 3)),))
    assert outcome(two_thirds, FIVE, said("cooan")).in_the_way == ("XB", "XC")
    members = Rule(tests=(Test("entitled", Fraction(2, 3)),))
    assert outcome(members, FIVE, said("cooan")).in_the_way == ("XB", "XC", "XD", "XE")
    both = Rule(objections_block=("XB",), tests=(Test(at_least=2),))
    assert outcome(both, FIVE, said("cocan")).in_the_way == ("XB",), "The test is passed; only the block hinders."


def test_positions_of_others_do_not_count():
    rule = Rule(objections_block="all")
    assert outcome(rule, FIVE, said("ccccc") | {"XX": "object"}).result == "adopted"


def test_a_test_without_a_threshold_is_none():
    with pytest.raises(ValueError, match="no threshold"):
        outcome(Rule(tests=(Test(),)), FIVE, {})
