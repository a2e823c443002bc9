"""For programs: as whom, and from which seat, they ask."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Router
from ninja.errors import AuthenticationError

from comity.people.models import Token
from comity.people.sitting import Sitting
from comity.record.clock import today
from comity.record.portions import Row, Told

router = Router(tags=["Who asks"])


class SeatTold(Told):
    """A seat that one may take. `credential` is the entry that gave it."""

    credential: int = Field(description="The number of the entry by which it was given.")
    seat: str = Field(description="The seat, such as delegation:IN or secretariat.")
    role: str = Field(description="What one is in it, such as head, expert or officer.")


class TokenTold(Told):
    """The token that was shown, without its secret."""

    name: str = Field(description="What its owner calls it.")
    hint: str = Field(description="How it begins.")
    scope: Literal["read", "act"] = Field(description="Whether it may only read, or perform acts too.")
    until: date


class Me(Told):
    """Whoever asks."""

    account: str = Field(description="By which the record names the account.")
    name: str = Field(description="What they are called.")
    seat: SeatTold | None = Field(description="From which they ask now; null for none.")
    seats: list[SeatTold] = Field(description="All that they may take; a token speaks from one.")
    audiences: list[str] = Field(description="Of whom they read what is for them, besides what is public.")
    token: TokenTold | None = Field(description="Null for whoever has logged in.")


@router.get("/me", summary="Who asks", response=Me)
def me(request: HttpRequest) -> Row:
    """The account, the seat from which it asks, and the seats that it holds today."""
    if request.account is None:
        raise AuthenticationError
    sitting = request.sitting
    return {
        "account": request.account.code,
        "name": str(request.account),
        "seat": _seat(sitting) if sitting else None,
        "seats": [_seat(one) for one in request.sittings],
        "audiences": sitting.audiences(today()) if sitting else [],
        "token": _token(request.token) if request.token else None,
    }


def _seat(sitting: Sitting) -> Row:
    return {"credential": sitting.credential, "seat": str(sitting.seat), "role": sitting.role}


def _token(token: Token) -> Row:
    return {name: getattr(token, name) for name in ("name", "hint", "scope", "until")}
