"""What the pages that nobody runs say of commands, acts, packages and one another is so."""

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from comity import cli
from comity.record.acts import KINDS
from docs.reading import ROOT, broken_links

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
ARCHITECTURE = (DOCS / "architecture.md").read_text(encoding="utf-8")


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def package_of(kind: str) -> str:
    return kind.partition(".")[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert broken_links(read(page), page.parent) == []


def test_every_command_is_in_the_readme_and_no_other() -> None:
    table = re.findall(r"^\| `comity ([a-z]+)", read(ROOT / "README.md"), re.MULTILINE)
    assert set(table) == set(cli.COMMANDS)


def test_the_readme_leads_to_every_guide() -> None:
    linked = re.findall(r"\]\(docs/([\w/-]+\.md)\)", read(ROOT / "README.md"))
    assert {page.name for page in DOCS.glob("*.md")} <= set(linked)


@pytest.mark.parametrize("guide", ["deciding", "meetings", "notices", "register"])
def test_every_act_that_a_guide_names_is_one(guide: str) -> None:
    packages = "|".join({package_of(kind) for kind in KINDS})
    named = re.findall(rf"\b((?:{packages})\.[a-z_]+)\b", read(DOCS / f"{guide}.md"))
    files = {"decisions.gavel", "register.md", "meetings.md", "rehearsal.md", "meetings.json", "meetings.ics"}
    assert set(named) - files <= set(KINDS)
    assert named


@pytest.mark.parametrize("guide", ["deciding", "meetings"])
def test_every_act_of_what_a_guide_is_about_is_in_it(guide: str) -> None:
    package = {"deciding": "decisions", "meetings": "meetings"}[guide]
    words = {word for phrase in re.findall(r"`([\w., ]+)`", read(DOCS / f"{guide}.md")) for word in phrase.split(".")}
    missing = [kind for kind in KINDS if package_of(kind) == package and kind.partition(".")[2] not in words]
    assert missing == []


def test_every_dependency_has_its_line() -> None:
    """What it saves us, and rather than what: of each that we name, and of no other."""
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    named = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    told = re.findall(r"^\| ([\w, -]+) \|", read(DOCS / "dependencies.md"), re.MULTILINE)
    lines = {name.lower() for line in told for name in line.split(", ")} - {"package", "nginx"}
    assert {re.split(r"[\[~]", name)[0].lower() for name in named} == lines


def test_every_package_is_in_the_architecture() -> None:
    packages = [page.parent.name for page in (ROOT / "src" / "comity").glob("*/__init__.py")]
    assert [
        package for package in packages if f"`{package}`" not in ARCHITECTURE and f"`{package}/`" not in ARCHITECTURE
    ] == []


def test_every_file_that_the_architecture_names_is_there() -> None:
    named = set(re.findall(r"`((?:\w+/)?\w+\.py)`", ARCHITECTURE)) | set(
        re.findall(r" ((?:\w+/)\w+\.py)", ARCHITECTURE)
    )
    source = ROOT / "src" / "comity"
    assert [name for name in named if not [*source.glob(name), *source.glob(f"*/{name}")]] == []
