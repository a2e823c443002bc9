"""Whoever subscribes is told once of what they asked for and may read, and of nothing else."""

import threading
from datetime import UTC, date, datetime, timedelta
from unittest.mock import Mock

import pytest
from django.db import connections

from comity.membership.acts import Apply, NameState
from comity.notices import following, queries
from comity.notices.models import REMINDER, Cursor, Delivery, Subscription, Webhook
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.record.awaiting import Awaited
from comity.record.models import Head
from comity.register.acts import EnterDocument
from council import Council, found
from notices.conftest import jobs, told
from record.acts import Confide

RULES = {"document": "rules", "title": {"en": "Rules on birds"}, "type": "regulation", "body": "ASSEMBLY"}


def test_what_happened_before_is_told_to_nobody(council: Council, subscribes) -> None:
    subscribes("anna")
    assert told(council) == {}


def test_an_act_is_told_once_to_whoever_asked_for_it(council: Council, subscribes) -> None:
    for name, what, code in (
        ("all", "everything", ""),
        ("kind", "kind", "register"),
        ("body", "body", "ASSEMBLY"),
        ("document", "document", "rules"),
        ("other", "document", "charter"),
    ):
        subscribes(name, what=what, code=code)
    entered = council.does("secretariat", EnterDocument(**RULES)).seq
    applied = council.does("Sylvania", Apply(state="XS")).seq
    only = ([entered], [])
    assert told(council) == {"all": ([entered, applied], []), "kind": only, "body": only, "document": only}
    assert told(council) == {}
    assert jobs() == [("notices.deliver", "todo")] * 4


def test_two_subscriptions_make_one_letter(council: Council, subscribes) -> None:
    subscribes("anna", what="everything")
    subscribes("anna", what="kind", code="membership.apply")
    applied = council.does("Sylvania", Apply(state="XS")).seq
    assert told(council) == {"anna": ([applied], [])}


def test_nobody_is_told_of_what_they_may_not_read(council: Council, subscribes) -> None:
    subscribes("member", "delegation:XA", "head")
    subscribes("applicant", "delegation:XS", "head")
    subscribes("nobody")
    confided = council.does("secretariat", Confide(words="Between us.")).seq
    own = EnterDocument(**RULES | {"document": "own"}, audience="delegation:XS")
    theirs = council.does("secretariat", own).seq
    assert told(council) == {"member": ([confided], []), "applicant": ([theirs], [])}


def test_nor_is_whoever_lost_their_seat(council: Council, subscribes) -> None:
    subscribes("anna", "delegation:XA", "head", until="2030-06-01")
    confided = council.on("2030-05-31").does("secretariat", Confide(words="Between us.")).seq
    assert told(council) == {"anna": ([confided], [])}
    council.on("2030-06-01").does("secretariat", Confide(words="Between us again."))
    assert told(council) == {}


def test_nor_whose_account_is_not_active(council: Council, subscribes) -> None:
    Account.objects.filter(pk=subscribes("anna").pk).update(is_active=False)
    council.does("Sylvania", Apply(state="XS"))
    assert told(council) == {}


def test_each_seat_of_an_account_counts(council: Council, subscribes) -> None:
    subscribes("chen", "secretariat", "officer")
    subscribes("chen", "delegation:XA", "expert", what="awaited")
    secret = EnterDocument(**RULES, audience="secretariat")
    own = EnterDocument(**RULES | {"document": "own"}, audience="delegation:XA")
    seqs = [council.does("secretariat", act).seq for act in (secret, own)]
    assert told(council) == {"chen": (seqs, [])}


class TestWhatAwaitsASeat:
    def test_it_is_told_as_such(self, council: Council, subscribes) -> None:
        account = subscribes("anna", "secretariat", "officer", what="awaited")
        ending = IssueCredential(account="bbrsbbrsbbrs", seat="secretariat", role="officer", until="2030-03-20")
        council.does("secretariat", NameState(state="XU", name={"en": "Utopia"}))
        entry = council.does("secretariat", ending).seq
        assert told(council) == {"anna": ([], [entry])}
        Subscription.objects.create(account=account, what="everything", way="mail")
        applied = council.does("secretariat", NameState(state="XT", name={"en": "Tartary"})).seq
        again = council.does("secretariat", ending.model_copy(update={"account": "chenchenchen"})).seq
        assert told(council) == {"anna": ([applied], [again])}

    def test_three_days_before_it_falls_due_one_is_reminded_once(self, council: Council, subscribes, monkeypatch):
        subscribes("anna", "delegation:XA", "head", what="awaited")
        item = Awaited(3, "body:ASSEMBLY", "Agree", "/record/3", date(2030, 3, 9), None)
        monkeypatch.setattr(queries, "awaiting", lambda seat, role, on: [item])
        reminded = []
        for day in range(2, 12):
            with council.on(f"2030-03-{day:02}").clock():
                following.daily()
                following.daily()
            reminded += [(day, one.awaited) for one in Delivery.objects.filter(reason=REMINDER)]
            Delivery.objects.all().delete()
        assert reminded == [(6, [3])]


class TestTheLetterOfTheDay:
    def test_it_holds_what_happened_since_the_last(self, council: Council, subscribes) -> None:
        subscribes("anna", way="digest")
        first = council.does("Sylvania", Apply(state="XS")).seq
        assert told(council) == {}
        assert daily(council.on("2030-03-02")) == {"anna": [first]}
        second = council.does("secretariat", NameState(state="XT", name={"en": "Tartary"})).seq
        assert daily(council) == {}
        assert daily(council.on("2030-03-05")) == {"anna": [second]}
        assert daily(council.on("2030-03-06")) == {}

    def test_and_only_what_its_reader_may_read(self, council: Council, subscribes) -> None:
        subscribes("anna", way="digest")
        council.does("secretariat", Confide(words="Between us."))
        assert daily(council.on("2030-03-02")) == {}

    def test_and_what_falls_due(self, council: Council, subscribes, monkeypatch) -> None:
        subscribes("anna", "delegation:XA", "head", what="awaited", way="digest")
        item = Awaited(3, "body:ASSEMBLY", "Agree", "/record/3", date(2030, 3, 5), None)
        monkeypatch.setattr(queries, "awaiting", lambda seat, role, on: [item])
        assert daily(council.on("2030-03-02")) == {}
        assert list(Delivery.objects.values_list("awaited", flat=True)) == [[3]]


def daily(council: Council) -> dict[str, list[int]]:
    before = set(Delivery.objects.values_list("pk", flat=True))
    with council.clock():
        following.daily()
    made = Delivery.objects.exclude(pk__in=before).select_related("account")
    return {one.account.email.partition("@")[0]: one.entries for one in made if one.entries}


def test_what_was_told_long_ago_is_forgotten(council: Council, subscribes) -> None:
    anna = subscribes("anna")
    for status in ("sent", "waiting", "sent"):
        Delivery.objects.create(account=anna, way="mail", status=status)
    first, second, _third = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk__in=[first.pk, second.pk]).update(made=datetime.now(UTC) - timedelta(days=91))
    assert daily(council) == {}
    assert first not in Delivery.objects.all()
    assert Delivery.objects.count() == 2


def test_when_the_clock_of_an_exercise_is_set_back_there_are_letters_again(council: Council, subscribes) -> None:
    subscribes("anna", way="digest")
    daily(council.on("2031-01-01"))
    assert daily(council.on("2030-06-01")) == {}
    applied = council.does("Sylvania", Apply(state="XS")).seq
    assert daily(council.on("2030-06-02")) == {"anna": [applied]}


def test_a_webhook_gets_a_message_for_each_entry(council: Council, subscribes) -> None:
    anna = subscribes("anna", what="kind", code="membership.apply")
    hook = Webhook.objects.create(account=anna, address="https://hooks.example.org/", sealed="")
    off = Webhook.objects.create(
        account=anna, address="https://hooks.example.org/2", sealed="", off_since="2030-01-01T00:00Z"
    )
    for one in (hook, off):
        Subscription.objects.create(account=anna, what="everything", way="webhook", webhook=one)
    seqs = [council.does("secretariat", NameState(state="XT", name={"en": name})).seq for name in ("A", "B")]
    with council.clock():
        assert following.follow() == 2
    assert [one.entries for one in Delivery.objects.filter(webhook=hook).order_by("pk")] == [[seq] for seq in seqs]


def test_when_the_record_was_taken_back_the_follower_goes_back_with_it(council: Council, subscribes) -> None:
    """A rehearsal may be restored to an earlier point; what is done from there on is told."""
    subscribes("anna")
    size = Head.objects.get().size
    Cursor.objects.filter(name="at once").update(seq=size + 40)
    assert told(council) == {}
    applied = council.does("Sylvania", Apply(state="XS")).seq
    assert applied <= size + 40
    assert told(council) == {"anna": ([applied], [])}


def test_what_is_not_committed_has_not_been_told(council: Council, subscribes, monkeypatch) -> None:
    """Killed in the middle, the follower has moved neither its cursor nor queued a letter."""
    subscribes("anna")
    applied = council.does("Sylvania", Apply(state="XS")).seq
    with council.clock(), monkeypatch.context() as killed:
        killed.setattr(following, "sum", Mock(side_effect=lambda found: [*found, 1 / 0]), raising=False)
        with pytest.raises(ZeroDivisionError):
            following.follow()
    assert jobs() == []
    assert told(council) == {"anna": ([applied], [])}


def test_a_history_that_is_loaded_becomes_few_letters(council: Council, subscribes, monkeypatch) -> None:
    monkeypatch.setattr(following, "BATCH", 4)
    subscribes("anna")
    for number in range(10):
        council.does("secretariat", NameState(state="XT", name={"en": f"Name {number}"}))
    with council.clock():
        assert following.follow() == 3


def test_the_day_that_counts_is_that_of_the_record(council: Council, subscribes) -> None:
    """An exercise may have gone on to another day."""
    subscribes("anna", way="digest")
    council.does("Sylvania", Apply(state="XS"))
    later = date(2030, 3, 1) + timedelta(days=400)
    assert daily(council.on(later.isoformat())) != {}


@pytest.mark.postgres_server
def test_of_several_followers_at_once_each_entry_is_queued_by_one(fresh_database) -> None:
    council = found()
    following.begin()
    anna = Account.objects.create_user("anna@council.example")
    Subscription.objects.create(account=anna, what="everything", way="mail")
    numbers, ready, made = [], threading.Barrier(4), []

    def look() -> None:
        ready.wait(10)
        made.append(following.follow())
        connections.close_all()

    for _ in range(3):
        numbers.append(council.does("secretariat", NameState(state="XT", name={"en": "Tartary"})).seq)
        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert sorted(made) == [0] * 9 + [1] * 3
    assert [one.entries for one in Delivery.objects.order_by("pk")] == [[number] for number in numbers]
