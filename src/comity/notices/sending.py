"""A delivery on its way: sent, tried again later, or given up, with what the other side said."""

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from comity.notices import following, hooks, letters
from comity.notices.models import GIVEN_UP, LEFT_OUT, OFF, SENT, WAITING, Delivery, Webhook
from comity.notices.outcome import GivenUp, Gone, NothingToTell, TryAgain
from comity.notices.rules import MAIL, WEBHOOK

MOST_FAILURES = 20
"""Attempts in a row that fail before a webhook is switched off."""
LONGEST_ANSWER = 200


def send(key: int, *, last: bool) -> None:
    """Try to send a delivery, and note what came of it.

    last   it is not tried again

    Raises TryAgain, so that its job is kept for later.
    """
    delivery = Delivery.objects.select_related("account", "webhook").filter(pk=key, status=WAITING).first()
    if delivery is None:
        return
    try:
        answer = hooks.post(delivery) if delivery.way == WEBHOOK else letters.send(delivery)
    except NothingToTell:
        _note(delivery, LEFT_OUT, "")
    except GivenUp as error:
        _failed(delivery, str(error), for_good=True, gone=isinstance(error, Gone))
    except TryAgain as error:
        _failed(delivery, str(error), for_good=last)
        if not last:
            raise
    else:
        _note(delivery, SENT, answer)
        if delivery.webhook:
            Webhook.objects.filter(pk=delivery.webhook.pk).update(failures=0)


def _note(delivery: Delivery, status: str, answer: str) -> None:
    """What came of an attempt."""
    Delivery.objects.filter(pk=delivery.pk).update(
        status=status,
        answer=answer[:LONGEST_ANSWER],
        attempts=F("attempts") + 1,
        done=None if status == WAITING else now(),
    )


def _failed(delivery: Delivery, answer: str, *, for_good: bool, gone: bool = False) -> None:
    _note(delivery, GIVEN_UP if for_good else WAITING, answer)
    if delivery.webhook:
        _count(delivery.webhook, gone)


def _count(webhook: Webhook, gone: bool) -> None:
    """One failure more; at the last one it is switched off, and its owner told once.

    gone   the other side has said that nobody listens there any more (410)
    """
    here = Webhook.objects.filter(pk=webhook.pk)
    with transaction.atomic():
        here.update(failures=F("failures") + 1)
        failing = here.filter(off_since=None) if gone else here.filter(off_since=None, failures__gte=MOST_FAILURES)
        if failing.update(off_since=now()):
            Delivery.objects.filter(webhook=webhook, status=WAITING).update(status=GIVEN_UP, done=now())
            if webhook.account.has_address:
                following.queued(Delivery(account=webhook.account, way=MAIL, webhook=webhook, reason=OFF))
