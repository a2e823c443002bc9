"""One general rule: the usual ways of deciding are settings of it."""

from textwrap import dedent

import pytest

from comity.charter.source import check, load

SETTINGS = {
    "consensus": 'objections_block = "all"',
    "consensus minus one": 'objections_block = "all"\nset_aside = "state-concerned"',
    "silence": 'objections_block = "all"\nsilence_days = 10',
    "unanimity": 'tests = [{ of = "entitled", at_least = "1/1" }]',
    "a unanimity that abstention breaks": 'objections_block = "all"\nabstention_blocks = true',
    "simple majority": 'tests = [{ of = "voting", more_than = "1/2" }]\nquorum = { at_least = "1/2" }',
    "two thirds of those present": 'tests = [{ of = "present", at_least = "2/3" }]',
    "double majority": 'tests = [{ at_least = "11/20" }, { measure = "people", at_least = "13/20" }]',
    "a majority that three cannot block": 'tests = [{ at_least = "11/20" }]\nblocking_minority = { at_least = 4 }',
    "a majority that the heaviest cannot block": (
        'tests = [{ at_least = "11/20" }]\nblocking_minority = { measure = "people", more_than = "35/100", plus = 1 }'
    ),
    "weighted voting": 'tests = [{ measure = "people", of = "voting", at_least = 260 }]',
    "veto": 'tests = [{ at_least = 9 }]\nobjections_block = ["permanent", "XS"]\nset_aside = "parties-to-dispute"',
    "all but three": "tests = [{ all_but = 3 }]",
    "unless all are against": 'tests = [{ of = "present", at_least = 1 }]',
    "more than half must be there": 'tests = [{ of = "voting", at_least = "2/3" }]\nquorum = { more_than = "1/2" }',
    "a silence whose term is set each time": 'objections_block = "all"\nsilence_as_set = true',
    "consensus, failing which a vote": 'objections_block = "all"\nfailing = "counted"',
    "one of two": 'any_of = ["agreed", "counted"]',
    "both": 'all_of = ["agreed", "counted"]',
}
AROUND = dedent("""
    [rule.agreed]
    name = { en = "agreed" }
    objections_block = "all"
    article = "1"
    [rule.counted]
    name = { en = "counted" }
    tests = [{ of = "taking-part", more_than = 3 }]
    article = "1"
    [group.permanent]
    name = { en = "permanent members" }
    states = ["XR"]
    article = "1"
    [weight.people]
    name = { en = "population" }
    article = "1"
    [[weight.people.scale]]
    article = "1"
    shares = { XR = "3.5", XS = "410" }
""")


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS.keys())
def test_every_usual_way_of_deciding_can_be_written(edited, setting):
    text = edited('objections_block = "all"', setting, "[withdrawal]", f"{AROUND}\n[withdrawal]")
    assert not [problem for problem in check(text, "charter.toml") if problem.severity == "error"]
    rule = load(text, "charter.toml").rules["consensus"]
    written = {line.partition(" = ")[0] for line in setting.split("\n")}
    assert written == rule.model_fields_set - {"name", "article"}


def wrong(edited, *changes: str) -> str:
    """What is said of the small charter once it is changed; the test fails if nothing is wrong with it."""
    (problem,) = check(edited(*changes), "charter.toml")
    assert problem.severity == "error"
    return problem.sentence


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("tests = [{ all_but = 3, at_least = 2 }]", "A test has one threshold."),
        ('tests = [{ at_least = 2 }]\nquorum = { at_least = 1, more_than = "1/2" }', "A quorum has one threshold."),
        ('tests = [{ all_but = 3, measure = "people" }]', "`all_but` counts states."),
        (
            "tests = [{ at_least = 2 }]\nsilence_as_set = true",
            "In a silence procedure somebody must be able to object.",
        ),
        ("tests = [{ at_least = 2 }]\nblocking_minority = { at_least = 4, plus = 1 }", "counted in one way"),
        ('tests = [{ at_least = 2 }]\nblocking_minority = { measure = "people" }', "counted in one way"),
        (
            'tests = [{ at_least = 2 }]\nblocking_minority = { measure = "people", more_than = "1/3" }',
            "There is no `[weight.people]`.",
        ),
        ('objections_block = "all"\nblocking_minority = { at_least = 4 }', "keeps tests from being passed"),
        ('objections_block = "all"\nfailing = "vote"', "There is no `[rule.vote]`."),
        ('objections_block = "all"\nfailing = "consensus"', "The rule `consensus` is made of itself."),
    ],
)
def test_what_a_rule_cannot_be(edited, setting, said):
    assert said in wrong(edited, 'objections_block = "all"', setting)


def test_a_rule_that_another_falls_back_on_is_used(edited):
    text = edited('objections_block = "all"', f'objections_block = "all"\nfailing = "counted"\n{AROUND}')
    assert "counted" not in " ".join(problem.sentence for problem in check(text, "charter.toml"))
