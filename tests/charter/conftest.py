"""The smallest charter that has everything these tests turn over, and the SCO's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from comity.charter import source
from comity.charter.schema import Charter

SCO = Path(__file__).parents[2] / "organisations" / "sco" / "charter.toml"

SMALL = """\
signed_on = 2030-01-01
in_force_on = 2030-02-01
organisation = { code = "ICM", name = { en = "ICM" }, full_name = { en = "Council on Moorings" }, \
founded_on = 2030-01-01, founders = ["XR", "XS"], founding_instrument = "1" }

[article.1]
title = { en = "Everything" }
summary = { en = "The council does as it agrees." }
basis = "seen"

[status.member]
name = { en = "member" }
rank = 1
rights = ["decide", "speak"]
granted_by = "admit"
article = "1"

[body.COUNCIL]
name = { en = "Council" }
kind = "council"
competences = ["admit"]
article = "1"

[competence.admit]
name = { en = "admit" }
rule = "consensus"
article = "1"

[rule.consensus]
name = { en = "consensus" }
objections_block = "all"
article = "1"

[languages]
official = ["en"]
working = ["en"]
interface = ["en"]
article = "1"

[seating]
language = "en"
article = "1"

[accession]
status = "member"
steps = [{ act = "admit", name = { en = "admission" }, by = "COUNCIL", article = "1" }]
article = "1"

[withdrawal]
notice_months = 12
article = "1"
"""

Edit = Callable[..., str]


@pytest.fixture(scope="session")
def small() -> str:
    return SMALL


@pytest.fixture(scope="session")
def edited() -> Edit:
    """The small charter with some of its text put otherwise: `edited("rank = 1", "rank = 0")`."""

    def edit(*changes: str) -> str:
        text = SMALL
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the small charter."
            text = text.replace(old, new)
        return text

    return edit


@pytest.fixture(scope="session")
def sco() -> Charter:
    return source.load(SCO.read_bytes(), "charter.toml")


@pytest.fixture(scope="session")
def sco_text() -> str:
    return SCO.read_text(encoding="utf-8")
