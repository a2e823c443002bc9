"""The reference in `docs/` says what the schema says, of every table and key."""

import re
from pathlib import Path

from click.testing import CliRunner

from comity.charter.cli import charter
from comity.charter.explain import json_schema
from comity.charter.reference import markdown

FILE = Path(__file__).parents[2] / "docs" / "charter-reference.md"


def rows() -> list[list[str]]:
    """The cells of every key: key, type, meaning, default, example."""
    lines = (line for line in markdown().splitlines() if line.startswith("| `"))
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_the_committed_reference_is_up_to_date():
    assert FILE.read_text(encoding="utf-8") == markdown(), (
        "Run `comity charter reference > docs/charter-reference.md`."
    )


def test_it_is_what_the_command_prints():
    assert CliRunner().invoke(charter, ["reference"]).output == markdown()


def test_every_table_of_the_schema_has_its_section():
    sections = re.findall(r"^## `\[(.+)\]`$", markdown(), re.MULTILINE)
    assert len(sections) == len(set(sections))
    tops = {section.strip("[]").partition(".")[0] for section in sections}
    whole = json_schema()
    assert tops == set(whole["properties"]) - {"signed_on", "in_force_on"}


def test_every_key_has_a_meaning_and_an_example():
    assert len(rows()) > 150
    for key, kind, meaning, default, example in rows():
        assert all((kind, default, example)), key
        assert re.search(r"[.]$", meaning), f"{key}: {meaning}"
        assert "…" not in example.replace('en = "…"', ""), key


def test_a_few_keys_as_one_reads_them():
    said = {(row[0], row[2]): row for row in rows()}
    assert said["`rule`", "How it is decided: the name of a table `[rule.…]`."][1:] == [
        "text",
        "How it is decided: the name of a table `[rule.…]`.",
        "*required*",
        '`"majority"`',
    ]
    (notice,) = (row for row in rows() if row[0] == "`notice_months`")
    assert notice[1] == "whole number, 0 to 600"
    assert notice[4] == "`12`"
