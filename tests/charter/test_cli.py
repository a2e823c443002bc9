"""`comity charter check` and `comity charter schema`, as typed."""

import json

import pytest
from click.testing import CliRunner, Result

from comity.charter.cli import charter


def run(*arguments: object) -> Result:
    return CliRunner().invoke(charter, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("old", "new", "code", "last"),
    [
        ("rank = 1", "rank = 1", 0, "nothing to complain about."),
        ('granted_by = "admit"\n', "", 0, "1 warning, no error. It can be enacted."),
        ("rank = 1", "rank = 0", 1, "1 error. It is not a charter yet."),
        ("rank = 1", "rank = 0\nzzzz = 1", 1, "2 errors. It is not a charter yet."),
    ],
)
def test_every_problem_is_a_line_and_errors_fail(tmp_path, edited, old, new, code, last):
    file = tmp_path / "charter.toml"
    file.write_text(edited(old, new), encoding="utf-8")
    result = run("check", file)
    assert result.exit_code == code
    *problems, summary = result.output.splitlines()
    assert summary == f"{file}: {last}"
    assert all(line.startswith(f"{file}, line ") for line in problems)
    assert len(problems) == int(last[0] if last[0].isdigit() else 0)


def test_a_file_that_is_not_there(tmp_path):
    result = run("check", tmp_path / "charter.toml")
    assert result.exit_code == 1
    assert "charter.toml cannot be read: No such file or directory" in result.output
    assert "cannot be read: Is a directory" in run("check", tmp_path).output


def test_the_schema_for_editors_knows_every_section_and_explains_it():
    schema = json.loads(run("schema").output)
    assert {"organisation", "article", "status", "body", "competence", "rule", "accession"} <= set(
        schema["properties"]
    )
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Body"]["properties"]["from"]["description"].startswith("The first day on which it counts")
