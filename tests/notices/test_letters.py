"""Letters, taken by a mail server that truly listens: what stands in them, and what becomes of those it refuses."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client

from comity import mail
from comity.membership.acts import Apply, NameState
from comity.notices import following, letters
from comity.notices.models import REMINDER, Delivery, Subscription
from comity.notices.outcome import TryAgain
from comity.people.acts import EndCredential, IssueCredential
from comity.people.queries import seats_of
from comity.register.acts import EnterDocument
from council import Council
from notices.conftest import send_all
from notices.servers import Post, certificate_of, post_office
from record.acts import Confide


@pytest.fixture
def post(settings) -> Iterator[Post]:
    with post_office() as office:
        use(settings, f"smtp://127.0.0.1:{office.port}")
        yield office


def use(settings, url: str) -> None:
    for name, value in mail.settings(url).items():
        setattr(settings, name, value)
    settings.COMITY_ADDRESS = "https://record.example.org"


def sent(council: Council) -> None:
    with council.clock():
        following.follow()
        send_all()


def text_of(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


class TestWhatStandsInIt:
    def test_the_sentence_of_what_is_public_and_the_way_to_it(self, council: Council, subscribes, post: Post) -> None:
        subscribes("anna")
        applied = council.does("Sylvania", Apply(state="XS")).seq
        sent(council)
        (letter,) = post.letters
        assert (letter["To"], letter["Auto-Submitted"]) == ("anna@council.example", "auto-generated")
        assert letter["Subject"].endswith(": new in the record")
        assert "Sylvania applied for the status of member." in text_of(letter)
        assert f"https://record.example.org/record/{applied}\n" in text_of(letter)
        page = letter.get_body(("html",)).get_content()
        assert f'<a href="https://record.example.org/record/{applied}">Sylvania applied' in page
        assert Delivery.objects.get().status == "sent"

    @pytest.mark.parametrize(
        ("language", "subject", "words", "path"),
        [
            ("ru", "новое в реестре актов", "Сильвания", "/ru/record/"),
            ("zh-hans", "记录", "西尔瓦尼亚", "/zh-hans/record/"),
        ],
    )
    def test_in_the_readers_language(
        self, council: Council, subscribes, post: Post, language: str, subject: str, words: str, path: str
    ) -> None:
        subscribes("anna", language=language)
        council.does("Sylvania", Apply(state="XS"))
        sent(council)
        (letter,) = post.letters
        assert words in text_of(letter)
        assert path in text_of(letter)
        assert "New in the record" not in text_of(letter)
        assert letter["Subject"].isascii() is False

    def test_of_what_is_closed_nothing_but_the_link(self, council: Council, subscribes, post: Post) -> None:
        subscribes("anna", "delegation:XA", "head")
        title = {"en": "On Kittiwakes", "ru": "О моевках", "zh": "关于三趾鸥"}
        closed = EnterDocument(document="kittiwake", title=title, type="decision", audience="members")
        seqs = [council.does("secretariat", act).seq for act in (Confide(words="Kittiwake"), closed)]
        sent(council)
        (letter,) = post.letters
        assert "kittiwake" not in letter.as_string().lower()
        assert "kittiwake" not in (text_of(letter) + letter.get_body(("html",)).get_content()).lower()
        assert text_of(letter).count("Something new for your seat.") == 2
        for seq in seqs:
            assert f"/record/{seq}\n" in text_of(letter)

    def test_what_awaits_a_seat_stands_first(self, council: Council, subscribes, post: Post) -> None:
        anna = subscribes("anna", "secretariat", "officer", what="awaited")
        Subscription.objects.create(account=anna, what="everything", way="mail")
        council.does("secretariat", NameState(state="XT", name={"en": "Tartary"}))
        ending = {"account": "bbrsbbrsbbrs", "seat": "secretariat", "role": "officer", "until": "2030-03-20"}
        council.does("secretariat", IssueCredential(**ending))
        sent(council)
        (letter,) = post.letters
        assert letter["Subject"].endswith("something awaits your seat")
        assert text_of(letter).index("This awaits your seat:") < text_of(letter).index("New in the record:")
        assert "bbrs" not in letter.as_string()

    def test_what_is_too_much_for_a_letter_is_counted(
        self, council: Council, subscribes, post: Post, monkeypatch
    ) -> None:
        monkeypatch.setattr(letters, "MOST_LINES", 1)
        subscribes("anna", "delegation:XA", "head")
        for _ in range(2):
            council.does("secretariat", Confide(words="Between us."))
        sent(council)
        (letter,) = post.letters
        assert text_of(letter).count("Something new") == 1
        assert "1 more is in the record." in text_of(letter)


class TestNoMoreLetters:
    @pytest.fixture
    def letter(self, council: Council, subscribes, post: Post) -> EmailMessage:
        anna = subscribes("anna")
        Subscription.objects.create(account=anna, what="everything", way="digest")
        council.does("Sylvania", Apply(state="XS"))
        sent(council)
        return post.letters[0]

    def link(self, letter: EmailMessage) -> str:
        return re.fullmatch(r"<https://record\.example\.org(.+)>", letter["List-Unsubscribe"].strip())[1]

    def test_one_click_ends_letters_of_that_sort(self, letter: EmailMessage) -> None:
        """RFC 8058: the mail program posts, without cookies and without a page in between."""
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post(self.link(letter), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert list(Subscription.objects.values_list("way", flat=True)) == ["digest"]

    def test_a_program_that_only_looks_ends_nothing(self, letter: EmailMessage, client: Client) -> None:
        assert "by e-mail, at once?" in client.get(self.link(letter)).text
        assert Subscription.objects.count() == 2

    def test_a_link_that_we_have_not_signed_ends_nothing(self, letter: EmailMessage, client: Client) -> None:
        assert client.post(self.link(letter)[:-1] + "x").status_code == 404
        assert Subscription.objects.count() == 2


class TestWhatTheServerRefuses:
    @pytest.fixture
    def delivery(self, council: Council, subscribes, post: Post) -> Delivery:
        subscribes("anna")
        council.does("Sylvania", Apply(state="XS"))
        with council.clock():
            following.follow()
        return Delivery.objects.get()

    def test_for_now_is_tried_again(self, council: Council, delivery: Delivery, post: Post) -> None:
        post.answers = ["451 try later", "421 busy"]
        with council.clock():
            for _ in range(2):
                with pytest.raises(TryAgain):
                    send_all()
            delivery.refresh_from_db()
            assert (delivery.status, delivery.attempts, delivery.answer) == ("waiting", 2, "421 busy")
            send_all()
        delivery.refresh_from_db()
        assert (delivery.status, delivery.attempts) == ("sent", 3)
        (letter,) = post.letters
        assert letter["Message-ID"] == f"<{delivery.key}@localhost>"

    def test_for_good_is_given_up_and_noted(self, council: Council, delivery: Delivery, post: Post) -> None:
        post.answers = ["550 nobody here"]
        with council.clock():
            send_all()
        delivery.refresh_from_db()
        assert (delivery.status, delivery.answer) == ("given up", "550 nobody here")
        assert delivery.done

    def test_the_last_attempt_is_the_last(self, council: Council, delivery: Delivery, post: Post) -> None:
        post.answers = ["451 try later"]
        with council.clock():
            send_all(last=True)
        delivery.refresh_from_db()
        assert (delivery.status, delivery.answer) == ("given up", "451 try later")

    def test_a_server_that_is_away_is_asked_again(self, council: Council, delivery: Delivery, settings) -> None:
        settings.EMAIL_PORT = 1
        with council.clock(), pytest.raises(TryAgain):
            send_all()

    def test_a_wrong_password_loses_no_letter(self, council: Council, delivery: Delivery, settings, tmp_path) -> None:
        with post_office(certificate_of("localhost", tmp_path), "right") as office, council.clock():
            trust(settings, tmp_path / "localhost.pem", f"smtp://anna:wrong@localhost:{office.port}")
            with pytest.raises(TryAgain):
                send_all()
            trust(settings, tmp_path / "localhost.pem", f"smtp://anna:right@localhost:{office.port}")
            send_all()
            assert len(office.letters) == 1
            assert office.by_tls


def trust(settings, certificate: Path, url: str) -> None:
    """Speak STARTTLS, also to this machine, and believe this certificate alone."""
    use(settings, url)
    settings.EMAIL_USE_TLS = True
    settings.EMAIL_BACKEND = "notices.trusting.EmailBackend"
    settings.TRUSTED = certificate


def test_what_is_not_theirs_any_more_is_left_out(council: Council, subscribes, post: Post) -> None:
    """Between the act and the letter somebody may lose their seat."""
    anna = subscribes("anna", "delegation:XA", "head")
    council.does("secretariat", Confide(words="Between us."))
    with council.clock():
        following.follow()
        (held,) = seats_of(anna.code, council.day)
        council.does("secretariat", EndCredential(credential_entry=held.entry))
        send_all()
    assert Delivery.objects.get().status == "left out"
    assert post.letters == []


@pytest.mark.parametrize(("entry", "path"), [(1, "/record/1"), (0, "/")])
def test_a_reminder_says_that_it_is_one(
    council: Council, subscribes, post: Post, client: Client, entry: int, path: str
) -> None:
    """Also of what no entry began, but the charter."""
    anna = subscribes("anna")
    with council.clock():
        following.queued(Delivery(account=anna, way="mail", reason=REMINDER, awaited=[entry]))
        send_all()
        client.force_login(anna)
        assert client.get("/accounts/notices").status_code == 200
    assert post.letters[0]["Subject"].endswith("it falls due in three days")
    assert f"https://record.example.org{path}\n" in text_of(post.letters[0])
