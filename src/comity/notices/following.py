"""The follower: reads what is new in the record, as each subscriber may read it, and queues what they are told.

Its cursor and what it queues move in one transaction, with the cursor locked. So of two processes one waits, finds
nothing new, and nobody is told twice; and whoever is killed in the middle has queued nothing.

    follow()   at every act: letters at once, and webhooks
    daily()    once a day: the digest, and reminders of what falls due
"""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from comity.notices import queries, rules, tasks
from comity.notices.models import NEWS, REMINDER, WAITING, Cursor, Delivery, Subscription
from comity.notices.queries import Subscriber
from comity.notices.rules import AWAITED, DIGEST, MAIL, WEBHOOK
from comity.people.models import Account
from comity.record.clock import today
from comity.record.entries import Entry

AT_ONCE, DAILY = "at once", "daily"
KEPT = timedelta(days=90)
"""So long one can see what one was told."""
BATCH = 500
"""Entries that are told in one go: a history that is loaded becomes few letters."""


def begin() -> None:
    """From now on the record is followed; what happened before is told to nobody."""
    for name in (AT_ONCE, DAILY):
        Cursor.objects.get_or_create(name=name, defaults={"seq": queries.size(), "day": today()})


def follow() -> int:
    """Queue what happened since the last look, and answer how many deliveries that makes.

    A head below the cursor is that of a record that was taken back to an earlier point: the cursor goes back with it.
    """
    begin()
    made = 0
    while True:
        with transaction.atomic():
            cursor = _locked(AT_ONCE)
            after, cursor.seq = cursor.seq, min(queries.size(), cursor.seq + BATCH)
            cursor.save()
            if cursor.seq <= after:
                return made
            made += sum(len(_at_once(*asked, after, cursor.seq)) for asked in _subscribers(MAIL, WEBHOOK))


def daily() -> int:
    """Queue the digests and the reminders of today, unless that was done; answers how many.

    A day before that of the cursor is one of an exercise whose clock was set back: the cursor goes back with it.
    """
    begin()
    forget()
    with transaction.atomic():
        cursor = _locked(DAILY)
        after, last = cursor.seq, cursor.day
        if last == today():
            return 0
        cursor.seq, cursor.day = queries.size(), today()
        cursor.save()
        return sum(len(_of_the_day(*asked, after, cursor.seq, last)) for asked in _subscribers(DIGEST, MAIL, WEBHOOK))


def forget() -> None:
    """Delete what is known of deliveries that ended long ago: nobody asks any more what somebody was told."""
    Delivery.objects.exclude(status=WAITING).filter(made__lt=datetime.now(UTC) - KEPT).delete()


def _locked(name: str) -> Cursor:
    return Cursor.objects.select_for_update().get(name=name)


def _subscribers(*ways: str) -> Iterable[tuple[Subscriber, list[Subscription]]]:
    return queries.subscribers(ways, today())


def _at_once(subscriber: Subscriber, wishes: list[Subscription], after: int, up_to: int) -> list[Delivery]:
    found = subscriber.entries(after, up_to)
    awaited = _awaited(subscriber, wishes)
    by_mail = [wish for wish in wishes if wish.way == MAIL]
    made = _letter(subscriber.account, MAIL, _news(by_mail, found, awaited), awaited)
    for webhook in {wish.webhook_id: wish for wish in wishes if wish.webhook_id}:
        asked = [wish for wish in wishes if wish.webhook_id == webhook]
        made += _messages(subscriber.account, webhook, _news(asked, found, awaited), awaited)
    return made


def _awaited(subscriber: Subscriber, wishes: Iterable[Subscription]) -> set[int]:
    """The entries in which something awaits them, if they asked for that."""
    if not any(wish.what == AWAITED for wish in wishes):
        return set()
    return {item.entry for item in subscriber.awaited}


def _news(wishes: Collection[Subscription], found: Iterable[Entry], awaited: Collection[int]) -> list[int]:
    """Which of the entries that were found these subscriptions ask for."""
    return [
        entry.seq
        for entry in found
        if any(
            rules.wanted(wish.what, wish.code, entry.kind, entry.subjects, entry.seq in awaited) for wish in wishes
        )
    ]


def _letter(
    account: Account, way: str, news: Collection[int], awaited: Collection[int], reason: str = NEWS
) -> list[Delivery]:
    """One letter of all that is new, or none."""
    if not news:
        return []
    own = [seq for seq in news if seq in awaited]
    rest = [seq for seq in news if seq not in awaited]
    return [queued(Delivery(account=account, way=way, reason=reason, entries=rest, awaited=own))]


def _messages(
    account: Account, webhook: int, news: Iterable[int], awaited: Collection[int], reason: str = NEWS
) -> list[Delivery]:
    """A message for each entry."""
    return [
        queued(
            Delivery(
                account=account,
                way=WEBHOOK,
                webhook_id=webhook,
                reason=reason,
                entries=[] if seq in awaited else [seq],
                awaited=[seq] if seq in awaited else [],
            )
        )
        for seq in news
    ]


def queued(delivery: Delivery) -> Delivery:
    """Keep a delivery, and the job that sends it, in the transaction that is open."""
    delivery.save()
    tasks.deliver.defer(delivery=delivery.pk)
    return delivery


def _of_the_day(
    subscriber: Subscriber, wishes: list[Subscription], after: int, up_to: int, last: date
) -> list[Delivery]:
    """The digest; and reminders, which stand in the digest for whoever wants to hear of what awaits them there."""
    awaited = _awaited(subscriber, wishes)
    due = _due(subscriber, last) if awaited else set()
    in_digest = [wish for wish in wishes if wish.way == DIGEST]
    made, reminding = [], [wish for wish in wishes if wish.what == AWAITED and wish.way != DIGEST]
    if in_digest:
        news = _news(in_digest, subscriber.entries(after, up_to), awaited)
        told = due - set(news) if any(wish.what == AWAITED for wish in in_digest) else set()
        made += _letter(subscriber.account, DIGEST, [*news, *sorted(told)], awaited)
    for wish in reminding if due else ():
        if wish.webhook_id:
            made += _messages(subscriber.account, wish.webhook_id, sorted(due), awaited, REMINDER)
        else:
            made += _letter(subscriber.account, MAIL, sorted(due), awaited, REMINDER)
    return made


def _due(subscriber: Subscriber, last: date) -> set[int]:
    """The entries in which something falls due for them in so few days that they are reminded of it today."""
    return {item.entry for item in subscriber.awaited if rules.falls_due(item.due, last, subscriber.on)}
