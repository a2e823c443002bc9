"""The engine: what follows from positions by a rule, why, and what would alter it. Pure: no Django, no clock.

One general rule, of which consensus, silence, majorities, vetoes and weighted votes are settings, written in TOML as
in a charter (`comity.charter.deciding`). `comity.decisions.reading` makes the engine's rules of a charter's.
"""

from comity.decisions.rules.deciding import outcome
from comity.decisions.rules.values import (
    Among,
    Amount,
    BlockingMinority,
    Electorate,
    Outcome,
    Position,
    Quorum,
    Reason,
    Result,
    Rule,
    Test,
)

__all__ = [
    "Among",
    "Amount",
    "BlockingMinority",
    "Electorate",
    "Outcome",
    "Position",
    "Quorum",
    "Reason",
    "Result",
    "Rule",
    "Test",
    "outcome",
]
