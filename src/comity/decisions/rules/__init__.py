"""The engine: what follows from positions by a rule, why, and what would alter it. Pure: no Django, no clock.

One general rule, of which consensus, silence, majorities, vetoes and weighted votes are settings, written in TOML as
in a charter (`comity.charter.deciding`). `comity.decisions.reading` makes the engine's rules of a charter's.
"""

from comity.decisions.rules.altering import Alteration, Alterations, changes
from comity.decisions.rules.deciding import outcome
from comity.decisions.rules.influence import Power, TooFine, power
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
    "Alteration",
    "Alterations",
    "Among",
    "Amount",
    "BlockingMinority",
    "Electorate",
    "Outcome",
    "Position",
    "Power",
    "Quorum",
    "Reason",
    "Result",
    "Rule",
    "Test",
    "TooFine",
    "changes",
    "outcome",
    "power",
]
