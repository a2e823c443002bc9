"""The charters in `organisations/`: who decides what by which rule in each, and that each can be enacted.

No state acts here: a charter is enacted and asked. What a real state did is for its history to say.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest
import rfc8785

from comity.charter import queries, rules, source
from comity.charter.acts import Enact
from comity.charter.deciding import BlockingMinority, Quorum, Rule
from comity.charter.schema import Charter
from comity.record.seats import CLERK, SECRETARIAT
from comity.record.submission import Refused, submit
from comity.record.text import LocalisedText

ORGANISATIONS = Path(__file__).parents[2] / "organisations"
FILES = {file.parent.name: file for file in sorted(ORGANISATIONS.glob("*/charter.toml"))}
TODAY = date(2026, 11, 22)
LARGEST = 65_000
"""Bytes of an act in canonical JSON; an entry bundle of the log holds no more than 65,535."""


@pytest.fixture(scope="session")
def gallery() -> dict[str, Charter]:
    return {code: source.load(file.read_bytes(), str(file)) for code, file in FILES.items()}


def test_ten_organisations_have_a_charter():
    assert set(FILES) >= {"sco", "unga", "unsc", "eu-council", "nato", "osce", "asean", "wto", "au", "ots"}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_nothing_is_wrong_or_odd(file):
    assert source.check(file.read_bytes(), str(file)) == []


@pytest.mark.parametrize("code", FILES)
def test_it_goes_into_one_entry_and_comes_back(gallery, code):
    body = gallery[code].model_dump(mode="json", exclude_defaults=True)
    assert len(rfc8785.dumps(body)) < LARGEST
    assert Charter.model_validate(body) == gallery[code]


@pytest.mark.parametrize("code", FILES)
def test_what_was_seen_says_where(gallery, code):
    provisions = {**gallery[code].articles, **gallery[code].regulations}
    nameless = {ref for ref, article in provisions.items() if article.basis == "seen" and not article.source}
    assert nameless <= ({"20"} if code == "sco" else set())


@pytest.mark.parametrize("code", FILES)
def test_every_founder_is_named_once(gallery, code):
    founders = gallery[code].organisation.founders
    assert len(founders) == len(set(founders))


@pytest.mark.parametrize(
    ("code", "competence", "read_by", "opens"),
    [
        ("unsc", "maintain-peace", "public", "on-adoption"),
        ("unsc", "recommend-secretary-general", "members", "never"),
        ("eu-council", "legislate", "public", "on-adoption"),
        ("eu-council", "harmonise-taxes", "public", "on-adoption"),
        ("eu-council", "foreign-and-security-policy", "members", "never"),
    ],
)
def test_who_reads_positions_is_what_the_rules_of_procedure_say(gallery, code, competence, read_by, opens):
    """Security Council, rules 40, 48 and 55; Council of the EU, articles 5 to 9."""
    found = rules.positions(gallery[code], competence, "")
    assert (found.read_by, found.opens) == (read_by, opens)


@pytest.mark.parametrize("code", sorted(FILES.keys() - {"unsc", "eu-council"}))
def test_a_charter_that_is_silent_on_it_is_left_so(gallery, code):
    assert not any(rules.positions(gallery[code], name, "") for name in gallery[code].competences)


FOUNDERS = {
    "unga": 51,
    "unsc": 5,
    "eu-council": 12,
    "nato": 12,
    "osce": 35,
    "asean": 5,
    "wto": 76,
    "au": 53,
    "ots": 4,
}


@pytest.mark.parametrize(("code", "number"), FOUNDERS.items())
def test_how_many_founded_it(gallery, code, number):
    assert len(gallery[code].organisation.founders) == number


DECISIONS = [
    # organisation, matter, body, rule, provision, proposed by
    ("unga", "membership.admit", "GA", "two-thirds", "18", "SC"),
    ("unga", "recommend", "GA", "majority", "10", None),
    ("unga", "approve-budget", "GA", "two-thirds", "18", None),
    ("unga", "charter.amend", "GA", "two-thirds-of-members", "108", None),
    ("unga", "bodies.appoint.secretary-general", "GA", "majority", "97", "SC"),
    ("unsc", "decide-procedure", "SC", "procedural", "27", None),
    ("unsc", "maintain-peace", "SC", "substantive", "39", None),
    ("unsc", "settle-disputes", "SC", "substantive-without-parties", "33", None),
    ("unsc", "membership.admit", "GA", "election", "23", None),
    ("eu-council", "legislate", "COUNCIL", "qualified-majority", "16 TEU", "COMMISSION"),
    ("eu-council", "act-without-proposal", "COUNCIL", "reinforced-qualified-majority", "238 TFEU", None),
    ("eu-council", "foreign-and-security-policy", "COUNCIL", "unanimity", "31 TEU", None),
    ("eu-council", "decide-procedure", "COUNCIL", "simple-majority", "240 TFEU", None),
    ("eu-council", "set-directions", "EUCO", "consensus", "15 TEU", None),
    ("nato", "membership.agree_in_principle", "NAC", "consensus", "10", None),
    ("nato", "agree-texts", "NAC", "silence", "Practice of silence", None),
    ("osce", "membership.suspend", "MC", "consensus-minus-one", "Prague Document 1992", None),
    ("osce", "direct-conciliation", "MC", "consensus-minus-two", "Stockholm Decision 1992", None),
    ("osce", "decide-by-silence", "PC", "silence", "Rules of Procedure 2006", None),
    ("asean", "set-policy", "SUMMIT", "consensus", "7", None),
    ("asean", "apply-flexibly", "AEC", "consensus", "21", None),
    ("asean", "membership.admit", "SUMMIT", "consensus", "6", "ACC"),
    ("wto", "decide-trade-matters", "MC", "consensus", "IX", None),
    ("wto", "interpret", "MC", "three-quarters", "IX", None),
    ("wto", "membership.admit", "GC", "consensus-or-two-thirds", "General Council Decision 1995", None),
    ("wto", "adopt-report", "DSB", "reverse-consensus", "DSU", None),
    ("wto", "approve-budget", "GC", "budget-majority", "VII", None),
    ("au", "set-common-policies", "ASSEMBLY", "consensus-or-two-thirds", "9", None),
    ("au", "decide-procedure", "ASSEMBLY", "simple-majority", "7", None),
    ("au", "membership.admit", "ASSEMBLY", "majority-of-members", "29", None),
    ("ots", "set-priorities", "CHS", "consensus", "Nakhchivan Agreement", None),
]


@pytest.mark.parametrize(("code", "matter", "body", "rule", "provision", "proposed_by"), DECISIONS)
def test_who_decides_what_and_how(gallery, code, matter, body, rule, provision, proposed_by):
    competence = rules.competence(gallery[code], matter, TODAY)
    assert rules.competent_body(gallery[code], matter, TODAY) == body
    assert (competence.rule, competence.article, competence.proposed_by) == (rule, provision, proposed_by)


def thresholds(rule: Rule) -> list[tuple[str, str, str, object]]:
    """Of each test: what is measured, of whom, which kind of threshold, and how much."""
    return [
        (test.measure, test.of, kind, amount)
        for test in rule.tests
        for kind in ("at_least", "more_than", "all_but")
        if (amount := getattr(test, kind)) is not None
    ]


FIGURES = [
    ("unga", "two-thirds", [("count", "voting", "at_least", "2/3")]),
    ("unga", "majority", [("count", "voting", "more_than", "1/2")]),
    ("unga", "two-thirds-of-members", [("count", "entitled", "at_least", "2/3")]),
    ("unsc", "procedural", [("count", "entitled", "at_least", 9)]),
    ("unsc", "substantive", [("count", "entitled", "at_least", 9)]),
    (
        "eu-council",
        "qualified-majority",
        [("count", "entitled", "at_least", "55/100"), ("population", "entitled", "at_least", "65/100")],
    ),
    (
        "eu-council",
        "reinforced-qualified-majority",
        [("count", "entitled", "at_least", "72/100"), ("population", "entitled", "at_least", "65/100")],
    ),
    ("eu-council", "simple-majority", [("count", "entitled", "more_than", "1/2")]),
    ("wto", "majority", [("count", "voting", "more_than", "1/2")]),
    ("wto", "three-quarters", [("count", "entitled", "at_least", "3/4")]),
    ("wto", "two-thirds", [("count", "entitled", "at_least", "2/3")]),
    ("wto", "budget-majority", [("count", "voting", "at_least", "2/3"), ("count", "entitled", "more_than", "1/2")]),
    ("wto", "reverse-consensus", [("count", "present", "at_least", 1)]),
    ("au", "two-thirds", [("count", "entitled", "at_least", "2/3")]),
    ("au", "simple-majority", [("count", "voting", "more_than", "1/2")]),
    ("au", "majority-of-members", [("count", "entitled", "more_than", "1/2")]),
]


@pytest.mark.parametrize(("code", "rule", "figures"), FIGURES)
def test_by_how_many(gallery, code, rule, figures):
    assert thresholds(gallery[code].rules[rule]) == figures


CONSENSUS = [
    # organisation, rule, who is not asked, what follows if it fails, whether by silence
    ("eu-council", "unanimity", "none", None, False),
    ("nato", "consensus", "none", None, False),
    ("nato", "silence", "none", None, True),
    ("osce", "consensus", "none", None, False),
    ("osce", "consensus-minus-one", "state-concerned", None, False),
    ("osce", "consensus-minus-two", "parties-to-dispute", None, False),
    ("osce", "silence", "none", None, True),
    ("asean", "consensus", "none", None, False),
    ("wto", "consensus", "none", "majority", False),
    ("wto", "consensus-or-three-quarters", "none", "three-quarters", False),
    ("au", "consensus-or-two-thirds", "none", "two-thirds", False),
    ("ots", "consensus", "none", None, False),
]


@pytest.mark.parametrize(("code", "name", "set_aside", "failing", "silence"), CONSENSUS)
def test_where_everybodys_objection_counts(gallery, code, name, set_aside, failing, silence):
    rule = gallery[code].rules[name]
    assert (rule.objections_block, rule.tests, rule.abstention_blocks) == ("all", (), False)
    assert (rule.set_aside, rule.failing, rule.silence_as_set) == (set_aside, failing, silence)


def test_the_security_councils_veto(gallery):
    """UN Charter, art. 23 and 27: five may stop all but procedure, and an abstention of theirs stops nothing."""
    charter = gallery["unsc"]
    assert charter.rules["procedural"].objections_block == "none"
    for name in ("substantive", "substantive-without-parties"):
        assert charter.rules[name].objections_block == ("permanent",)
        assert not charter.rules[name].abstention_blocks
    assert set(charter.groups["permanent"].states) == {"CN", "FR", "GB", "RU", "US"}
    permanent, elected = charter.statuses["permanent-member"], charter.statuses["elected-member"]
    assert (permanent.held_by, permanent.places, permanent.term_years) == ("permanent", 5, None)
    assert (elected.places, elected.term_years, elected.renewable) == (10, 2, False)
    assert rules.statuses_with(charter, "decide", TODAY) == ("permanent-member", "elected-member")
    assert rules.statuses_with(charter, "elect", TODAY)[-1] == "other-member"
    assert charter.chairmanship.changes_with == "month"


MAJORITIES = {"qualified-majority": 15, "reinforced-qualified-majority": 20}
"""States of twenty-seven."""


def test_the_populations_of_the_european_union(gallery):
    """Twenty-seven members; per cent with two places, so that they add up to 100 but for rounding."""
    charter = gallery["eu-council"]
    scale = rules.in_force(charter.weights["population"].scale, TODAY)
    shares = {state: Decimal(share) for state, share in scale.shares.items()}
    assert len(shares) == 27
    assert set(shares) == set(charter.chairmanship.order)
    assert abs(sum(shares.values()) - 100) <= Decimal("0.135")
    assert scale.source
    needed = {name: ceil(Fraction(charter.rules[name].tests[0].at_least) * len(shares)) for name in MAJORITIES}
    assert needed == MAJORITIES
    assert charter.rules["qualified-majority"].blocking_minority == BlockingMinority(at_least=4)
    assert sum(sorted(shares.values())[-3:]) > 35, "Three large states would block, were it not for the fourth."


def test_the_presidency_of_the_european_unions_council(gallery):
    """Council Decision 2016/1316: the second half of 2026 is Ireland's, the first of 2027 Lithuania's."""
    charter = gallery["eu-council"]
    members = {state: LocalisedText({"en": state}) for state in charter.chairmanship.order}
    assert rules.next_in_rotation(charter, "IE", members) == "LT"
    assert charter.chairmanship.changes_with == "half-year"


QUORUMS = [
    ("unga", "two-thirds", {"more_than": "1/2"}),
    ("eu-council", "simple-majority", {"more_than": "1/2"}),
    ("wto", "consensus", {"more_than": "1/2"}),
    ("au", "consensus-or-two-thirds", {"at_least": "2/3"}),
]


@pytest.mark.parametrize(("code", "rule", "quorum"), QUORUMS)
def test_how_many_must_be_there(gallery, code, rule, quorum):
    assert gallery[code].rules[rule].quorum == Quorum(**quorum)


WAYS_OUT = {"sco": 12, "eu-council": 24, "nato": 12, "wto": 6, "au": 12}
"""Months of notice. In the others no provision for withdrawal is known."""


@pytest.mark.parametrize("code", FILES)
def test_the_way_out(gallery, code):
    withdrawal = gallery[code].withdrawal
    assert (withdrawal.notice_months if withdrawal else None) == WAYS_OUT.get(code)


def test_notice_in_months(gallery):
    assert rules.withdrawal_earliest(gallery["wto"].withdrawal, date(2026, 8, 31)) == date(2027, 2, 28)


AMENDMENTS = {
    "unga": ("2/3", "permanent"),
    "unsc": ("2/3", "permanent"),
    "eu-council": ("1/1", None),
    "asean": ("1/1", None),
    "wto": ("2/3", None),
    "au": ("2/3", None),
}


@pytest.mark.parametrize(("code", "needed"), AMENDMENTS.items())
def test_amendments_that_the_members_ratify(gallery, code, needed):
    amendment = gallery[code].amendment
    assert amendment.enters_into_force == "on-ratification"
    assert (amendment.ratifications, amendment.including) == needed


@pytest.mark.django_db
@pytest.mark.parametrize("code", FILES)
def test_it_is_enacted_once_and_counts(gallery, code):
    charter = gallery[code]
    entry = submit(Enact(charter=charter), CLERK, on=charter.organisation.founded_on)
    assert queries.in_force(TODAY) == (charter, entry.seq)
    assert queries.status_names(TODAY).keys() == charter.statuses.keys()
    assert queries.office_names(TODAY).keys() == charter.offices.keys()
    with pytest.raises(Refused) as refused:
        submit(Enact(charter=charter), SECRETARIAT, on=TODAY)
    assert refused.value.code == "already_enacted"
