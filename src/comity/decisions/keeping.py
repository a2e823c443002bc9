"""An outcome as the record keeps it, and as pages and programs read it: plain values, fractions as text. Pure."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from comity.decisions.rules import Outcome, Reason


def kept(outcome: Outcome) -> dict[str, Any]:
    return {
        "result": outcome.result,
        "reasons": [_reason(reason) for reason in outcome.reasons],
        "in_the_way": list(outcome.in_the_way),
        "awaited": list(outcome.awaited),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    values = {name: _plain(value) for name, value in reason.values.items()}
    told = {"code": reason.code, "article": reason.article, "holds": reason.holds, "values": values}
    return told | ({"parts": [_reason(part) for part in reason.parts]} if reason.parts else {})


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    return value


def figure(value: object) -> str:
    """A number as people write it: 2.02, not 101/50; a fraction that is no decimal stays one."""
    return _decimal(value) if isinstance(value, Fraction) else str(value)


@lru_cache(maxsize=100_000)
def _decimal(value: Fraction) -> str:
    billionths = value * 10**9
    if billionths.denominator != 1:
        return str(value)
    whole, rest = divmod(billionths.numerator, 10**9)
    return f"{whole}.{rest:09}".rstrip("0").rstrip(".")
