"""A charter that is wrong says where, what, and what to write instead."""

from textwrap import dedent

import pytest

from comity.charter.source import LONGEST, CharterError, check, load


def problems(text: str | bytes) -> list[str]:
    return [str(problem) for problem in check(text, "charter.toml")]


def test_the_small_charter_is_one(small):
    assert check(small, "charter.toml") == []
    assert load(small, "charter.toml").organisation.code == "ICM"
    assert load(small.encode(), "charter.toml") == load("\ufeff" + small.replace("\n", "\r\n"), "charter.toml")


HERE = "▲"


def marked(text: str) -> tuple[str, tuple[int, int]]:
    """The text without its mark, and the line and column at which the mark stood."""
    before, _, after = text.partition(HERE)
    return before + after, (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)


def test_a_silence_without_a_day_is_named_with_its_place(edited):
    text, (line, column) = marked(edited('objections_block = "all"', 'objections_block = "all"\nsilence_days = ▲0'))
    assert problems(text) == [
        f"charter.toml, line {line}, column {column}: `silence_days = 0`. A silence procedure lasts at least one "
        "day, at most a thousand. To do without it, delete `silence_days`."
    ]
    assert column == 16


CASES = {
    # what is changed; into what, with a mark where the error is to be found; what is said
    "unknown key": ("rank = 1", "▲rnak = 1\nrank = 1", "Did you mean `rank`?"),
    "unknown key, nothing like it": ("rank = 1", "rank = 1\n▲zzzzzz = 1", "Delete it, or use one of"),
    "unknown section": ("[seating]", '[▲seeting]\nlanguage = "en"\n[seating]', "Did you mean `seating`?"),
    "unknown key in an inline table": ('code = "ICM"', '▲cod = "", code = "ICM"', "Did you mean `code`?"),
    "a key is missing": (
        '[status.member]\nname = { en = "member" }\nrank = 1',
        '[▲status.member]\nname = { en = "member" }',
        "It lacks `rank`. Add `rank = …`. Its place in lists",
    ),
    "wording is missing": (
        '[competence.admit]\nname = { en = "admit" }',
        "[▲competence.admit]",
        'Add `name = { en = "…", ru = "…" }`.',
    ),
    "text for a number": ("rank = 1", 'rank = ▲"1"', "`rank` is a whole number, without quotes."),
    "true for a number": ("rank = 1", "rank = ▲true", "`rank` is a whole number"),
    "number too small": ("rank = 1", "rank = ▲0", "The least that `rank` may be is 1."),
    "huge number": ("rank = 1", f"rank = ▲0x{'f' * 9000}", "The most that `rank` may be is 10000."),
    "number for a choice": ('kind = "council"', "kind = ▲5", "Write 'council', 'ministerial'"),
    "number for wording": ('name = { en = "admit" }', "name = ▲5", "`name` is worded in languages."),
    "empty wording": ('name = { en = "admit" }', "name = ▲{}", "The wording is empty."),
    "unknown right": ('"speak"]', '▲"shout"]', "There is no such choice. Write 'decide'"),
    "a date that is a number": ("signed_on = 2030-01-01", "signed_on = ▲20300101", "This is not a date."),
    "a date that is not finite": ("signed_on = 2030-01-01", "signed_on = ▲inf", "This is not a date."),
    "a date in words": ("signed_on = 2030-01-01", 'signed_on = ▲"soon"', "no day of the calendar"),
    "a name with a blank": (
        "[seating]",
        '[group.▲"per manent"]\nname = { en = "x" }\nstates = ["XR"]\narticle = "1"\n[seating]',
        "`per manent` cannot be a name here. The name by which tables refer to each other",
    ),
    "a list is empty": ('founders = ["XR", "XS"]', "founders = ▲[]", "The list is empty."),
    "a state is no code": ('"XS"]', '▲"xs"]', "It is not written as it has to be. A state by the two letters"),
    "a reference leads nowhere": ('rule = "consensus"', 'rule = ▲"concensus"', "Did you mean `consensus`?"),
    "a reference in a list": (
        'competences = ["admit"]',
        'competences = ["admit", ▲"x"]',
        "There is no `[competence.x]`. Name one of `admit`, or add the table `[competence.x]`.",
    ),
    "an office for the appointment": (
        "[competence.admit]",
        '[▲competence."bodies.appoint.pilot"]\nname = { en = "x" }\nrule = "consensus"\narticle = "1"\n'
        "[competence.admit]",
        "There is no `[office.pilot]`. Add the table `[office.pilot]`.",
    ),
    "it ends before it begins": (
        '[status.member]\nname = { en = "member" }',
        '[▲status.member]\nname = { en = "member" }\nfrom = 2031-01-01\nuntil = 2030-01-01',
        "It would end on 2030-01-01, before it begins on 2031-01-01.",
    ),
    "in a table within the last of an array of tables": (
        "[withdrawal]",
        '[[protocol]]\nsigned_on = 2031-01-01\narticles = ["1"]\nsummary = { en = "x" }\n[[protocol]]\n'
        'signed_on = 2032-01-01\narticles = ["1"]\n[protocol.summary]\nen = ▲5\n[withdrawal]',
        "`en` is text, in quotes.",
    ),
    "columns count characters": (
        '{ en = "admission" }',
        '{ ru = "Приём", ▲EN = "x" }',
        "`EN` cannot be a name here.",
    ),
    "inside an array of tables, by a dotted and quoted key": (
        'steps = [{ act = "admit", name = { en = "admission" }, by = "COUNCIL", article = "1" }]\narticle = "1"',
        'article = "1"\n[[accession.steps]]\nact = "a"\nname.en = "a"\nby = "applicant"\narticle = "1"\n'
        '# the second\n[[accession.steps]]\nact = "b"\n"name"."e\\u006E" = ▲5\nby = "applicant"\narticle = "1"\n',
        "is text, in quotes",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), CASES.values(), ids=CASES.keys())
def test_every_error_has_its_place_and_advice(edited, old, new, said):
    text, place = marked(edited(old, new))
    (problem,) = check(text, "charter.toml")
    assert said in problem.sentence
    assert (problem.line, problem.column, problem.severity) == (*place, "error")


def test_a_section_that_is_missing_is_asked_for_at_the_top(edited):
    (problem,) = check(edited('[seating]\nlanguage = "en"\narticle = "1"\n', ""), "charter.toml")
    assert str(problem).startswith(
        "charter.toml, line 1, column 1: It lacks `seating`. Add the table `[seating]`. In which order states sit"
    )


RULES = {
    "decides at once": ('objections_block = "none"', "By this rule everything would be decided at once"),
    "silence to which nobody can object": (
        "silence_days = 5\ntests = [{ at_least = 1 }]",
        "somebody must be able to object",
    ),
    "combines and sets": (
        'any_of = ["consensus"]\nobjections_block = "all"',
        "either combines others or sets its own",
    ),
    "made of itself": ('any_of = ["consensus"]', "is made of itself"),
    "two thresholds": ('tests = [{ at_least = "1/2", more_than = 3 }]', "one threshold"),
    "no threshold": ('tests = [{ of = "voting" }]', "one threshold"),
    "more than the whole": ('tests = [{ at_least = "3/2" }]', "at most the whole"),
    "inexact": ("tests = [{ at_least = 0.66 }]", "an exact fraction, in quotes"),
    "division by zero": ('tests = [{ at_least = "1/0" }]', "an exact fraction, in quotes"),
    "unknown weight": ('tests = [{ measure = "people", at_least = "1/2" }]', "There is no `[weight.people]`"),
    "unknown group": ('objections_block = ["permanent"]', "There is no `[group.permanent]`"),
}


@pytest.mark.parametrize(("written", "said"), RULES.values(), ids=RULES.keys())
def test_a_rule_that_makes_no_sense_is_refused(edited, written, said):
    with pytest.raises(CharterError, match=r"line \d+, column \d+") as refused:
        load(edited('objections_block = "all"', written), "charter.toml")
    assert said in str(refused.value)


def test_shares_add_up_to_a_hundred(edited):
    budget = dedent("""
        [budget]
        approved_by = "admit"
        article = "1"
        [[budget.scale]]
        article = "1"
        until = 2031-01-01
        shares = { XR = "66.7", XS = "33.3" }
        [[budget.scale]]
        article = "1"
        shares = { XR = "66.7", XS = "33.4" }
        from = 2030-12-31
    """)
    first, second = check(edited("[withdrawal]", f"{budget}\n[withdrawal]"), "charter.toml")
    assert "in force at the same time" in first.sentence
    assert (second.excerpt, second.column) == ('shares = { XR = "66.7", XS = "33.4" }', 10)
    assert "add up to 100.1 per cent" in second.sentence


def test_all_errors_are_told_in_the_order_of_lines(edited):
    text = edited("rank = 1", 'rank = "first"', 'rule = "consensus"', "rule = 1", 'language = "en"', 'langage = "en"')
    with pytest.raises(CharterError) as refused:
        load(text, "charter.toml")
    lines = text.split("\n")
    found = [lines[problem.line - 1] for problem in refused.value.problems]
    assert found == ['rank = "first"', "rule = 1", "[seating]", 'langage = "en"']
    assert len(str(refused.value).splitlines()) == 4


SYNTAX = {
    "no value": ("rank = 1", "rank =▲", "Invalid value"),
    "no equals sign": ("rank = 1", "rank ▲1", "Write a key, then `=`"),
    "key twice": ("rank = 1", "rank = 1\nrank = 2▲", "Delete one of the two"),
    "table twice": ("[seating]", "[languages▲]\n[seating]", "Put its keys together"),
    "no such day": ("2030-02-01", "▲2030-02-30", "Write a day of the calendar"),
    "NUL": ("rank = 1", "rank = ▲\0", "Invalid value"),
    "heading left open": ("[seating]", "[seating▲", "Close the heading"),
    "at the end": ('notice_months = 12\narticle = "1"\n', "notice_months = ▲", "Invalid value"),
}


@pytest.mark.parametrize(("old", "new", "said"), SYNTAX.values(), ids=SYNTAX.keys())
def test_what_is_no_toml_is_told_with_its_place(edited, old, new, said):
    text, place = marked(edited(old, new))
    (problem,) = check(text, "charter.toml")
    assert said in problem.sentence
    assert (problem.line, problem.column) == place


def test_what_no_charter_needs_is_refused_in_words(edited):
    (digits,) = check(edited("rank = 1", f"rank = {'9' * 5000}"), "charter.toml")
    (depth,) = check(edited("rank = 1", f"rank = {'[' * 5000}"), "charter.toml")
    assert "No number in a charter is that long" in digits.sentence
    assert "nested too deeply" in depth.sentence


def test_what_is_no_utf8_is_told_with_its_place(small):
    (problem,) = check(small.encode().replace(b"Everything", b"\xc4llerlei"), "charter.toml")
    assert (problem.line, problem.column) == (6, 17)
    assert "Save it as UTF-8" in problem.sentence
    assert "UTF-8" in problems("\ud800")[0]


def test_a_file_that_cannot_be_a_charter_is_not_read_at_length():
    (problem,) = check("#" * (LONGEST + 1), "film.toml")
    assert "1,000,000 at most" in problem.sentence
