"""Listening: who hears what, for how long, and who is not waited for."""

from collections.abc import Collection

import pytest
from django.test import Client

from comity.live import hub as hubs
from comity.live import readers
from comity.live.rules import Reader
from comity.people import tokens
from comity.people.acts import EndCredential
from comity.people.models import Token
from comity.people.queries import audiences_of
from comity.people.sitting import sittings
from comity.record.audiences import COMMUNITY, MEMBERS, PUBLIC, SECRETARIAT
from comity.record.models import Clock
from live.conftest import Hall, Listener

AUDIENCES = (PUBLIC, COMMUNITY, MEMBERS, SECRETARIAT, "body:ASSEMBLY", "delegation:XA", "delegation:XB")
SEATS = {
    "": "",
    "delegation:XA": "expert",
    "delegation:XS": "head",
    "chair": "chair",
    "secretariat": "officer",
    "observer:unodc": "observer",
    "guest:asean": "guest",
}


@pytest.mark.parametrize("seat", SEATS)
def test_nothing_is_heard_that_is_not_for_this_seat(hall: Hall, seat: str) -> None:
    """Live, on coming again, and by asking now and then; by the rule of the streams and by that of the database."""
    browser = hall.seats(seat, SEATS[seat]) if seat else None
    live = hall.listens(browser)
    begin = hall.enters("begin").seq
    marked = {audience: hall.enters(f"marker{number}q", audience).seq for number, audience in enumerate(AUDIENCES)}
    end = hall.enters("the-end").seq
    live.until("the-end")
    again = hall.listens(browser, f"since={begin}")
    again.until("the-end")
    hall.in_loop(lambda: hall.live.hub.begin(end))
    from_database = hall.listens(browser, f"since={begin}")
    from_database.until("the-end")
    asked = (browser or Client()).get(f"/live?since={begin}").json()

    allowed = {PUBLIC} | (set(audiences_of(seat, hall.council.day)) if seat else set())
    heard = [seq for audience, seq in marked.items() if audience in allowed]
    assert live.numbers == [begin, *heard, end]
    for told in (again.numbers, from_database.numbers, [entry["seq"] for entry in asked["entries"]]):
        assert told == [*heard, end]
    for number, audience in enumerate(AUDIENCES):
        for text in (live.text, again.text, from_database.text, str(asked)):
            assert (f"marker{number}q" in text) == (audience in allowed)
            assert (f"id: {marked[audience]}\n" in text) <= (audience in allowed)


def test_one_hears_what_one_asked_about(hall: Hall) -> None:
    """Several subjects are named; an entry about one of them is heard."""
    listener = hall.listens(query="about=document:log&about=document:chart")
    for code in ("anchor", "log", "buoy", "chart"):
        hall.enters(code)
    listener.until("document:chart")
    assert len(listener.numbers) == 2


def test_a_browser_that_comes_again_names_the_last_that_it_heard(hall: Hall) -> None:
    first = hall.enters("first")
    hall.enters("second")
    listener = hall.listens(query=f"since={first.seq - 1}", last_event_id=str(first.seq))
    assert "document:first" not in listener.until("document:second")
    hall.enters("third")
    assert listener.until("document:third").count("document:second") == 1


def test_what_was_heard_elsewhere_is_not_told_again(hall: Hall) -> None:
    """Another process was a moment ahead of this one."""
    first, second = hall.enters("first"), hall.enters("second")
    hall.waits_for(lambda: hall.live.hub.last == second.seq)
    told = list(hall.live.hub.recent)
    hall.in_loop(lambda: hall.live.hub.begin(first.seq - 1))
    listener = Listener(hall, "/live", f"since={first.seq}", {}, slow=False)
    hall.listeners.append(listener)
    hall.in_loop(lambda: hall.live.hub.tell(told))
    listener.until("document:second")
    assert listener.numbers == [second.seq]


def test_who_heard_what_was_taken_back_fetches_everything(hall: Hall) -> None:
    listener = hall.listens(query=f"since={hall.watch.size + 40}")
    assert f"id: {hall.watch.size}\nevent: again" in listener.text
    seq = hall.enters("anew").seq
    listener.until("document:anew")
    assert listener.numbers == [seq]
    assert Client().get(f"/live?since={seq + 40}").json() == {"entries": [], "next": seq, "more": False}


def test_who_waits_for_what_was_heard_elsewhere_does_not_keep_the_server_from_stopping(hall: Hall) -> None:
    waits = Listener(hall, "/live", f"since={hall.watch.size + 40}", {}, slow=False)
    hall.listeners.append(waits)
    hall.in_loop(hall.live.hub.close)
    waits.is_over()
    assert waits.status == 200, "So the browser comes again by itself."


def test_who_was_away_for_long_is_told_to_fetch_everything(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "PORTION", 3)
    hall.in_loop(lambda: hall.live.hub.begin(hall.watch.size))
    listener = hall.listens(query="since=1")
    assert "event: again" in listener.text
    assert listener.numbers == []


def test_when_a_session_ends_so_does_its_stream(hall: Hall) -> None:
    browser, other = hall.seats("secretariat", "officer"), hall.seats("secretariat", "officer")
    listener, stays = hall.listens(browser), hall.listens(other)
    browser.logout()
    assert listener.is_over().endswith("event: ended\ndata:\n\n")
    hall.enters("of-the-house", SECRETARIAT)
    stays.until("of-the-house")


def test_a_credential_that_ends_ends_the_stream_before_anything_else_is_told(hall: Hall) -> None:
    browser = hall.seats("delegation:XA", "expert")
    listener = hall.listens(browser)
    hall.does(EndCredential(credential_entry=browser.credential))
    hall.enters("among-members", MEMBERS)
    told = listener.is_over()
    assert "ended" in told
    assert "among-members" not in told
    assert "people.end_credential" not in told


def test_a_new_password_ends_the_streams_of_the_account(hall: Hall) -> None:
    browser = hall.seats("secretariat", "officer")
    listener = hall.listens(browser)
    browser.account.set_password("seven grey herons waiting")
    browser.account.save()
    hall.seats("observer:unodc", "observer")
    assert "ended" in listener.is_over()


def test_a_program_listens_by_its_token(hall: Hall) -> None:
    token, secret = token_of(hall, "delegation:XA", "expert")
    listener = hall.listens(path="/api/live", authorization=f"Bearer {secret}")
    hall.enters("among-members", MEMBERS)
    listener.until("among-members")
    Token.objects.filter(pk=token.pk).update(revoked_on=hall.council.day)
    hall.seats("observer:unodc", "observer")
    assert "ended" in listener.is_over()
    assert hall.listens(path="/api/live", authorization=f"Bearer {secret}").status == 401


def test_a_token_counts_for_programs_alone(hall: Hall) -> None:
    """As on every page: one that leaks opens nothing but the API."""
    _, secret = token_of(hall, "delegation:XA", "expert")
    listener = hall.listens(authorization=f"Bearer {secret}")
    hall.enters("among-members", MEMBERS)
    hall.enters("for-all")
    assert "among-members" not in listener.until("for-all")


def token_of(hall: Hall, seat: str, role: str) -> tuple[Token, str]:
    """A token of somebody in that seat, and what it says."""
    account = hall.seats(seat, role).account
    sitting = sittings(account, hall.council.day)[0]
    return tokens.issue(account, "Ledger", scope=tokens.READ, sitting=sitting, days=30, on=hall.council.day)


def test_who_comes_while_the_others_are_looked_at_is_looked_at_too(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = hall.seats("secretariat", "officer"), hall.seats("delegation:XA", "expert")
    listeners, asked, still = [hall.listens(first)], [], readers.still

    def meanwhile(known: Collection[Reader]) -> dict[Reader, Reader | None]:
        asked.append({reader.account for reader in known})
        found = still(known)
        if len(asked) == 1:
            listeners.append(hall.listens(second))
        return found

    monkeypatch.setattr(readers, "still", meanwhile)
    hall.does(EndCredential(credential_entry=second.credential))
    hall.enters("among-members", MEMBERS)
    listeners[0].until("among-members")
    assert asked == [{first.account.code}, {second.account.code}]
    assert len(listeners) == 2


def test_a_slow_reader_is_cut_off_and_nobody_waits_for_them(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "WAITING", 4)
    slow, quick = hall.listens(slow=True), hall.listens()
    hall.waits_for(lambda: len(hall.live.hub) == 2)
    for number in range(6):
        hall.enters(f"wave-{number}")
        quick.until(f"document:wave-{number}")
    slow.is_over()
    hall.waits_for(lambda: len(hall.live.hub) == 1)


def test_whoever_goes_leaves_nothing_behind(hall: Hall) -> None:
    hall.listens().goes()
    hall.waits_for(lambda: len(hall.live.hub) == 0 and not hall.live.hub.groups)


@pytest.mark.parametrize(("bound", "status"), [("MOST_OF_ONE", 429), ("MOST", 503)])
def test_so_many_listen_and_no_more(hall: Hall, monkeypatch: pytest.MonkeyPatch, bound: str, status: int) -> None:
    monkeypatch.setattr(hubs, bound, 2)
    browser = hall.seats("secretariat", "officer")
    listeners = [hall.listens(browser) for _ in range(3)]
    assert [listener.status for listener in listeners] == [200, 200, status]
    listeners[0].goes()
    assert hall.listens(browser).status == 200


def test_everybody_cannot_keep_out_who_sits(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "MOST_OF_EVERYBODY", 1)
    assert [hall.listens().status, hall.listens().status] == [200, 503]
    assert hall.listens(hall.seats("secretariat", "officer")).status == 200


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=-1", "since=1e3", "&".join(f"about=state:{n}" for n in range(21))]
)
def test_what_is_not_understood_is_refused(hall: Hall, query: str) -> None:
    assert hall.listens(query=query).status == 400
    assert Client().get(f"/live?{query}").status_code == 400


def test_an_exercise_that_is_taken_back_is_fetched_anew(hall: Hall) -> None:
    """Another turn: entries of before may be gone, and others may bear their numbers."""
    listener = hall.listens()
    Clock.objects.update(turn=1)
    entry = hall.enters("of-this-turn")
    assert f"id: {entry.seq}\nevent: again" in listener.until("event: again\n")
    assert listener.numbers == []
    hall.enters("and-on")
    listener.until("and-on")


def test_what_is_no_stream_is_for_django(hall: Hall, settings: object) -> None:
    def takes(**changes: object) -> bool:
        headers = {b"host": b"localhost", b"accept": b"text/event-stream"} | changes.pop("headers", {})
        scope = {"method": "GET", "path": "/live", "headers": list(headers.items())} | changes
        return hall.live.takes(scope)

    assert takes()
    assert not takes(path="/record")
    assert not takes(method="POST")
    assert not takes(headers={b"accept": b"application/json"})
    assert not takes(headers={b"host": b"elsewhere.example"})
    settings.HTTPS = True
    assert not takes()
    assert takes(headers={b"x-forwarded-proto": b"https"})
