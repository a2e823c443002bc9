"""What is odd is told, and does not keep the charter from being one."""

import pytest

from comity.charter.source import check, load

ODD = {
    "a body that decides nothing": (
        "[competence.admit]",
        '[body.IDLE]\nname = { en = "x" }\nkind = "council"\narticle = "1"\n[competence.admit]',
        "[body.IDLE]",
        "The body `IDLE` decides nothing.",
    ),
    "a status nobody grants": (
        'granted_by = "admit"\n',
        "",
        "[status.member]",
        "Nobody can reach the status `member`",
    ),
    "a rule by which nothing is decided": (
        "[languages]",
        '[rule.majority]\nname = { en = "x" }\ntests = [{ more_than = "1/2" }]\narticle = "1"\n[languages]',
        "[rule.majority]",
        "By the rule `majority` nothing is decided.",
    ),
    "a group that no rule names": (
        "[languages]",
        '[group.permanent]\nname = { en = "x" }\nstates = ["XR"]\narticle = "1"\n[languages]',
        "[group.permanent]",
        "Nothing names the group `permanent`.",
    ),
    "a weight that no rule names": (
        "[languages]",
        '[weight.people]\nname = { en = "x" }\nscale = [{ shares = { XR = "1" }, article = "1" }]\narticle = "1"\n'
        "[languages]",
        "[weight.people]",
        "Nothing names the weight `people`.",
    ),
    "who reads positions, said twice": (
        "[competence.admit]",
        '[positions]\nread_by = "public"\narticle = "1"\n'
        '[body.COUNCIL.positions]\nread_by = "public"\narticle = "1"\n[competence.admit]',
        "[body.COUNCIL.positions]",
        "This is what `[positions]` says of all.",
    ),
    "a competence of nobody": (
        "[competence.admit]",
        '[competence.rest]\nname = { en = "x" }\nrule = "consensus"\narticle = "1"\n[competence.admit]',
        "[competence.rest]",
        "The competence `rest` belongs to no body.",
    ),
    "a competence of two bodies": (
        "[competence.admit]",
        '[body.OTHER]\nname = { en = "x" }\nkind = "council"\ncompetences = ["admit"]\narticle = "1"\n'
        "[competence.admit]",
        "[competence.admit]",
        "belongs to `COUNCIL` and `OTHER`.",
    ),
    "an article that is not in the file": (
        'rule = "consensus"\narticle = "1"',
        'rule = "consensus"\narticle = "14"',
        'article = "14"',
        "Add `[article.14]`, or correct the number.",
    ),
    "a regulation that is misspelt": (
        'rule = "consensus"\narticle = "1"',
        'rule = "consensus"\narticle = "Rule of 2031"\n[regulation."Rules of 2031"]\ntitle = { en = "x" }\n'
        'summary = { en = "x" }\nbasis = "seen"',
        'article = "Rule of 2031"',
        "Did you mean `Rules of 2031`?",
    ),
    "wording without a language of the pages": (
        'name = { en = "admit" }',
        'name = { ru = "принять" }',
        'name = { ru = "принять" }',
        "The wording lacks `en`",
    ),
    "a right that no status gives": (
        'objections_block = "all"',
        'objections_block = "all"\nelectorate = "sign"',
        "[rule.consensus]",
        "No status gives the right `sign`",
    ),
}


@pytest.mark.parametrize(("old", "new", "line", "said"), ODD.values(), ids=ODD.keys())
def test_what_is_odd_is_a_warning_at_its_place(edited, old, new, line, said):
    text = edited(old, new)
    (problem,) = check(text, "charter.toml")
    assert problem.severity == "warning"
    assert said in problem.sentence
    assert text.split("\n")[problem.line - 1] == line
    assert ", warning: `" in str(problem)
    load(text, "charter.toml")


def test_bodies_that_follow_one_another_may_have_the_same_competence(edited):
    text = edited(
        'kind = "council"',
        'kind = "council"\nuntil = 2031-01-01',
        "[competence.admit]",
        '[body.NEXT]\nfrom = 2031-01-01\nname = { en = "x" }\nkind = "council"\ncompetences = ["admit"]\n'
        'article = "1"\n[competence.admit]',
    )
    assert check(text, "charter.toml") == []


def test_bodies_that_carry_out_need_decide_nothing(edited):
    body = '[body.OFFICE]\nname = { en = "x" }\nkind = "secretariat"\narticle = "1"\n[competence.admit]'
    assert check(edited("[competence.admit]", body), "charter.toml") == []
