"""Why an act is not admitted: a code, its values and the article. Sentences are made at the door."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """What a rule answers when it forbids something.

    article   the provision that forbids it, as the charter names it: "13"; empty where none is needed
    code      for programs, and the key of the act's sentence in `Act.refusals`
    values    what the sentence names; plain values that JSON can carry, keyed as the act's fields are (`state`,
              `body`, `expected_state`), dates as ISO strings under keys that end in `on`
    open      the record lacks something that may well have happened: in imported history, a gap left by the
              sources rather than a breach
    """

    article: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    open: bool = False
