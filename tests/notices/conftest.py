"""People who want to be told, and what they are sent."""

from collections.abc import Callable

import pytest
from django.db import connection

from comity.notices import following, sending
from comity.notices.models import WAITING, Delivery, Subscription
from comity.people.acts import IssueCredential
from comity.people.models import Account
from council import Council

Subscribes = Callable[..., Account]


@pytest.fixture
def followed(council: Council) -> None:
    """The record is followed from the council's first day on."""
    with council.clock():
        following.begin()


@pytest.fixture
def subscribes(council: Council, followed: None) -> Subscribes:
    """Somebody subscribes, from a seat perhaps: `subscribes("anna", "delegation:XA", "head", what="everything")`."""

    def subscribe(name: str, seat: str = "", role: str = "", *, what: str = "everything", code: str = "",
                  way: str = "mail", language: str = "en", until: str | None = None) -> Account:  # fmt: skip
        address = f"{name}@council.example"
        account = Account.objects.filter(email=address).first()
        account = account or Account.objects.create_user(address, language=language)
        if seat:
            council.does("clerk", IssueCredential(account=account.code, seat=seat, role=role, until=until))
            with council.clock():
                following.follow()
        Subscription.objects.create(account=account, what=what, code=code, way=way)
        return account

    return subscribe


def told(council: Council) -> dict[str, tuple[list[int], list[int]]]:
    """The follower looks: by name, the entries that each person's new letters tell of, and those that await them."""
    before = set(Delivery.objects.values_list("pk", flat=True))
    with council.clock():
        following.follow()
    made = Delivery.objects.exclude(pk__in=before).select_related("account")
    return {one.account.email.partition("@")[0]: (one.entries, one.awaited) for one in made}


def send_all(*, last: bool = False) -> None:
    for key in Delivery.objects.filter(status=WAITING).order_by("pk").values_list("pk", flat=True):
        sending.send(key, last=last)


def jobs() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()
