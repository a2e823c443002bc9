"""Outcomes that are on record, by the rules as the gallery's charters write them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from comity.charter.schema import Charter
from comity.charter.source import load
from comity.decisions.reading import electorate_of, rule_of
from comity.decisions.rules import Electorate, Outcome, Test, outcome

GALLERY = Path(__file__).parents[2] / "organisations"
PERMANENT_THEN = ("CN", "FR", "GB", "SU", "US")
"""With the code that the Soviet Union had."""


def charter(name: str) -> Charter:
    path = GALLERY / name / "charter.toml"
    return load(path.read_bytes(), str(path))


def votes(**said: str) -> dict[str, str]:
    """Positions by what was said: `consent="CN FR"`."""
    return {state: position for position, states in said.items() for state in states.split()}


def so_many(consent: int, object: int, abstain: int = 0, absent: int = 0) -> dict[str, str]:
    """Positions of states of which only the number is told here."""
    said = ["consent"] * consent + ["object"] * object + ["abstain"] * abstain + ["absent"] * absent
    return {f"S{place}": position for place, position in enumerate(said)}


def decided(organisation: str, code: str, on: date, said: dict[str, str], **more) -> Outcome:
    rules = charter(organisation)
    states = sorted(more.pop("states", said))
    return outcome(rule_of(rules, code, on), electorate_of(rules, states, on, **more), said)


def figures(found: Outcome, code: str, *names: str) -> list[object]:
    (reason,) = (one for one in found.reasons if one.code == code)
    return [reason.values[name] for name in names]


# Council of the European Union


def test_a_qualified_majority_by_a_little_more_than_a_point():
    """Regulation (EU) 2024/1991 on nature restoration, Council of 17 June 2024: 20 for, with 66.07 % of the
    population, 6 against, 1 abstention. The shares are those of the year after, so the last digit may differ.

    Who voted how: https://eos-oes.eu/2024/06/18/environment-council-nature-restoration-regulation-17-june-2024
    """
    rules = charter("eu-council")
    against = "FI HU IT NL PL SE"
    members = sorted(rules.chairmanship.order)
    said = dict.fromkeys(members, "consent") | votes(object=against, abstain="BE")
    on = date(2025, 6, 17)
    found = outcome(rule_of(rules, "qualified-majority", on), electorate_of(rules, members, on), said)
    assert found.result == "adopted"
    states, people = found.reasons[0].parts
    assert (states.values["in_favour"], states.values["needed"]) == (20, 15)
    assert 66 < 100 * people.values["in_favour"] / people.values["base"] < 66.2


LARGE = {"XA": 30, "XB": 25, "XC": 15, "XD": 10, "XE": 5, "XF": 5, "XG": 4, "XH": 3, "XI": 2, "XJ": 1}
"""Per cent of the population of a made-up union of ten."""


@pytest.mark.parametrize(
    ("against", "result"),
    [
        ("XA XB XC", "adopted"),  # 70 % of the population, but three members block nothing
        ("XA XB XC XJ", "rejected"),
        ("XF XG XH XI", "adopted"),  # six of ten are 55 %, with 86 %
        ("XF XG XH XI XJ", "rejected"),  # five are not
    ],
)
def test_a_blocking_minority_has_four_members(against, result):
    """TEU 16(4)."""
    rules = charter("eu-council").model_dump(by_alias=True)
    rules["weight"]["population"]["scale"] = [
        {"article": "Rules of Procedure", "shares": {state: str(share) for state, share in LARGE.items()}}
    ]
    union = Charter.model_validate(rules)
    said = dict.fromkeys(LARGE, "consent") | votes(object=against)
    on = date(2025, 1, 1)
    found = outcome(rule_of(union, "qualified-majority", on), electorate_of(union, LARGE, on), said)
    assert found.result == result


# Security Council


def test_seven_votes_and_two_vetoes():
    """S/3710, 30 October 1956: 7 to 2 (France, United Kingdom), with 2 abstentions (Australia, Belgium); not adopted,
    because permanent members voted against. There were eleven members then, and seven votes were enough.

    Repertoire of the Practice of the Security Council, 1956-1958; its other volumes have the votes below.
    """
    said = votes(consent="CN CU IR PE SU US YU", object="FR GB", abstain="AU BE")
    found = of_eleven(said)
    assert found.result == "rejected"
    assert figures(found, "test", "in_favour", "needed") == [7, 7]
    assert figures(found, "objections", "states") == [("FR", "GB")]
    assert found.in_the_way == ("FR", "GB")


def test_a_permanent_member_that_is_away_stops_nothing():
    """Resolution 83 (1950), 27 June 1950: 7 to 1 (Yugoslavia); Egypt and India did not take part in the
    voting, and one permanent member was absent.
    """
    said = votes(consent="CN CU EC FR GB NO US", object="YU", excused="EG IN", absent="SU")
    assert of_eleven(said).result == "adopted"


def test_a_permanent_member_that_abstains_stops_nothing():
    """Resolution 678 (1990), 29 November 1990: 12 to 2 (Cuba, Yemen), with 1 abstention (China)."""
    said = votes(consent="CA CI CO ET FI FR GB MY RO SU US ZR", object="CU YE", abstain="CN")
    found = decided("unsc", "substantive", date(1990, 11, 29), said)
    assert found.result == "adopted"
    assert figures(found, "test", "in_favour", "needed") == [12, 9]


def of_eleven(said: dict[str, str]) -> Outcome:
    """By article 27 as it was until 1965."""
    rule = rule_of(charter("unsc"), "substantive", date(1950, 1, 1))
    rule = replace(rule, tests=(Test(at_least=7),))
    return outcome(rule, Electorate(tuple(sorted(said)), groups={"permanent": frozenset(PERMANENT_THEN)}), said)


def test_who_is_party_to_a_dispute_does_not_vote():
    """UN Charter, art. 27(3); the council and its dispute are made up."""
    said = votes(consent="CN RU US XA XB XC XD XE XF XG XH XI XJ", object="FR", absent="GB")
    found = decided("unsc", "substantive-without-parties", date(2000, 1, 1), said, set_aside={"FR"})
    assert found.result == "adopted"
    assert decided("unsc", "substantive", date(2000, 1, 1), said, set_aside={"FR"}).result == "rejected"


# OSCE


def test_consensus_minus_one():
    """Prague Document on Further Development of CSCE Institutions and Structures, January 1992, para. 16, as applied
    on 8 July 1992: of 52 participating states one had no say. What it would have said does not matter.
    """
    states = [f"S{place}" for place in range(52)]
    said = dict.fromkeys(states[1:], "consent")
    for concerned in ({}, {"S0": "object"}):
        found = decided(
            "osce", "consensus-minus-one", date(1992, 7, 8), said | concerned, states=states, set_aside={"S0"}
        )
        assert (found.result, found.awaited) == ("adopted", ())
    assert decided("osce", "consensus", date(1992, 7, 8), said, states=states).result == "open"
    two = said | {"S0": "object", "S7": "object"}
    found = decided("osce", "consensus-minus-one", date(1992, 7, 8), two, states=states, set_aside={"S0"})
    assert (found.result, found.in_the_way) == ("rejected", ("S7",))


# General Assembly


def test_one_vote_short_of_two_thirds():
    """UN Charter, art. 18(2). Plenary meeting of 17 May 1949 on the disposal of the former Italian colonies: the
    paragraph on Tripolitania had 33 to 17, with 8 abstentions: of 50 voting, two thirds are 34.

    Yearbook of the United Nations 1948-49; https://paperspast.natlib.govt.nz/parliamentary/\
appendix-to-the-journals-of-the-house-of-representatives/1949/I/296
    """
    found = decided("unga", "two-thirds", date(1949, 5, 17), so_many(33, 17, 8))
    assert found.result == "rejected"
    assert figures(found, "test", "in_favour", "base", "needed") == [33, 50, 34]
    assert decided("unga", "majority", date(1949, 5, 17), so_many(33, 17, 8)).result == "adopted"


def test_two_thirds_of_those_voting():
    """Resolution 997 (ES-I), 2 November 1956: 64 to 5, with 6 abstentions, of 76 members."""
    found = decided("unga", "two-thirds", date(1956, 11, 2), so_many(64, 5, 6, 1))
    assert found.result == "adopted"
    assert figures(found, "test", "in_favour", "base", "needed") == [64, 69, 46]


def test_abstentions_are_not_votes():
    """Rule 86 of the Assembly's Rules of Procedure: who abstains is considered as not voting. Figures made up."""
    assert decided("unga", "two-thirds", date(2000, 1, 1), so_many(2, 1, 97)).result == "adopted"
    assert decided("unga", "two-thirds", date(2000, 1, 1), so_many(2, 1, 0, 97)).result == "rejected", "No quorum."


# World Trade Organization


def test_reverse_consensus():
    """Dispute Settlement Understanding, art. 16(4): adopted unless all decide not to. Positions made up."""
    on = date(2000, 1, 1)
    assert decided("wto", "reverse-consensus", on, so_many(1, 139)).result == "adopted"
    assert decided("wto", "reverse-consensus", on, so_many(0, 140)).result == "rejected"
