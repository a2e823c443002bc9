"""One comes in by invitation; what is personal can be told and erased, and the record still stands."""

import json
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from click.testing import CliRunner, Result
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from comity.cli import main
from comity.people import personal
from comity.people.invitations import invite, send_invitation
from comity.people.models import Account, Credential
from comity.record import publication
from comity.record.cli import verify_command
from comity.record.reading import everything
from comity.record.submission import Refused
from conftest import FreshDatabase
from council import Council, found
from people.conftest import PASSWORD, link_in_the_letter, logs_in
from people.test_accounts import SHOWN, chosen


def invites(email: str = "anna@arcadia.example", **more: object) -> Account:
    account, _entry = invite(email, "delegation:XA", "head", **more)
    send_invitation(account)
    return account


@pytest.mark.usefixtures("morning")
class TestInviting:
    def test_the_link_leads_to_a_password_and_to_the_seat(self, client: Client) -> None:
        account = invites(name="Anna Arkadina")
        assert not account.has_usable_password()
        answer = chosen(client, link_in_the_letter(), PASSWORD)
        assert answer.headers["Location"] == "/delegation"
        assert SHOWN in client.get("/members").text
        assert EmailAddress.objects.get().verified
        client.post("/accounts/logout")
        assert logs_in(client).headers["Location"] == "/delegation"

    def test_the_link_works_once(self, client: Client) -> None:
        invites()
        chosen(client, link_in_the_letter(), PASSWORD)
        again = Client().get(link_in_the_letter())
        assert "This link is used up" in again.text

    @pytest.mark.parametrize(("language", "says"), [("ru", "Вас приглашает"), ("zh-hans", "邀请您")])
    def test_the_letter_is_in_their_language_and_tells_no_seat(self, language: str, says: str) -> None:
        account = invites(language=language, note="Note 17/2030")
        letter = mail.outbox[-1]
        assert says in letter.body
        assert link_in_the_letter().startswith(f"/{language}/accounts/password/reset/key/")
        assert not any(word in letter.body + letter.subject for word in ("XA", "Arcadia", "17/2030", account.code))

    def test_somebody_who_has_an_account_gets_another_seat(self) -> None:
        account = invites()
        other, _entry = invite("Anna@Arcadia.example", "secretariat", "officer")
        assert other == account
        assert Account.objects.count() == 1

    def test_what_is_refused_leaves_no_account_behind(self) -> None:
        with pytest.raises(Refused):
            invite("x@example.org", "delegation:XZ", "head")
        assert not Account.objects.exists()


def comity(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["people", *arguments])


@pytest.fixture
def small_record(fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The council's record, and commands that find it as it is."""
    from contextlib import nullcontext

    monkeypatch.setattr("comity.database.ready", lambda holder: nullcontext())
    return found()


def test_at_the_machine(small_record: Council, tmp_path: Path) -> None:
    """The operator invites, lists, tells and erases; then the published record verifies, whole."""
    seat = ["--seat", "delegation:XA", "--role", "head"]
    with small_record.clock():
        assert "is no e-mail address" in comity("invite", "nobody", *seat).output
        assert "no seat" in comity("invite", "a@arcadia.example", "--seat", "throne", "--role", "head").output
        assert "sits in delegation:XA as head" in comity("invite", "a@arcadia.example", *seat).output
        assert "holds that seat already" in comity("invite", "a@arcadia.example", *seat).output
        assert "a@arcadia.example" in comity("list").output

        account = Account.objects.get()
        client = Client(headers={"User-Agent": "A known telephone"})
        chosen(client, link_in_the_letter(), PASSWORD)
        told = json.loads(comity("export", "a@arcadia.example").output)
        assert told["account"][0]["email"] == "a@arcadia.example"
        assert told["sessions"][0]["user_agent"] == "A known telephone"
        assert told["credentials"][0]["seat"] == "delegation:XA"
        assert "argon2" not in json.dumps(told)

        assert Session.objects.exists()
        assert "Erased" in comity("erase", "a@arcadia.example", "--yes").output
        assert "No account has the address" in comity("export", "a@arcadia.example").output
        assert SHOWN not in client.get("/members").text
        assert not any(model.objects.exists() for model in (Account, EmailAddress, Session))
        with everything():
            assert Credential.objects.get(account=account.code).ended_by
    publication.export(tmp_path)
    verified = CliRunner().invoke(verify_command, [str(tmp_path)])
    assert verified.exit_code == 0, verified.output
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"arcadia.example" not in written


@pytest.mark.usefixtures("morning")
def test_the_entries_that_somebody_made_are_told(anna: Account, council: Council) -> None:
    from comity.people.acts import IssueCredential
    from comity.people.sitting import perform, sittings

    sitting = sittings(anna, council.day)[0]
    entry = perform(IssueCredential(account="bbrsbbrsbbrs", seat="delegation:XA", role="expert"), sitting)
    assert personal.export(anna)["entries"] == [entry.seq]
