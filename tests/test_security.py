"""What every answer tells the browser, and what is turned away unread."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver

from comity.front import Front
from comity.people.models import Account
from comity.register.store import LARGEST
from comity.site import addresses
from council.delegates import PASSWORD, logs_in

pytestmark = pytest.mark.usefixtures("morning")

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OTHERS = ("/nowhere", "/static/site/theme.js", "/members.json", "/log/checkpoint", "/api/record", "/ru")
NEEDED = ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'")
LONGEST = 2_500_000


def account_pages() -> list[str]:
    return [f"/{route(one)}" for one in get_resolver().urlconf_module.FORMS if "<" not in route(one)]


def route(pattern: URLPattern) -> str:
    return str(pattern.pattern)


def wrong_with(answer: Any) -> list[str]:
    """What an answer fails to tell the browser."""
    policy = answer.headers.get("Content-Security-Policy", "")
    wrong = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    wrong += [word for word in ("unsafe", "http:", "*") if word in policy]
    wrong += [part for part in NEEDED if part not in policy]
    return wrong + ([] if "camera=()" in answer.headers.get("Permissions-Policy", "") else ["Permissions-Policy"])


def test_every_page_tells_the_browser_what_it_does_not_need(client: Client, anna: Account) -> None:
    found = {page: wrong_with(client.get(page)) for page in [*addresses.pages(), *account_pages(), *OTHERS]}
    logs_in(client)
    found |= {f"{page}, seated": wrong_with(client.get(page)) for page in (*account_pages(), "/acts", "/members")}
    assert len(found) > 80
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def test_refusals_bear_the_same(client: Client) -> None:
    refused = {
        405: client.post("/members"),
        403: Client(enforce_csrf_checks=True).post("/accounts/login"),
        413: client.post("/accounts/login", "x" * (LONGEST + 1), content_type="text/plain"),
        400: client.get("/members", headers={"Host": "example.net"}),
    }
    for status, answer in refused.items():
        assert answer.status_code == status
        assert (status, wrong_with(answer)) == (status, [])


@pytest.mark.parametrize(
    "page", ["/documents/%00", "/ru/states/a%00b", "/bodies/%00", "/decisions?body=%00", "/akn/%00"]
)
def test_an_address_with_a_character_that_no_table_keeps_is_no_failure(client: Client, page: str) -> None:
    assert client.get(page).status_code == 400


def test_no_page_needs_what_the_policy_forbids(client: Client, anna: Account) -> None:
    logs_in(client)
    client.post("/accounts/reauthenticate", {"password": PASSWORD})
    for page in [*account_pages(), "/acts", "/acts/membership.apply"]:
        text = client.get(page).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text), page
        tags = re.findall(r"<script[^>]*>", text)
        assert all("src=" in tag or "json" in tag for tag in tags), page


class TestBehindTls:
    """With COMITY_HTTPS=yes a proxy that speaks TLS stands before it."""

    @pytest.fixture(autouse=True)
    def production(self) -> Iterator[None]:
        with override_settings(
            HTTPS=True, SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000, SESSION_COOKIE_SECURE=True,
            CSRF_COOKIE_SECURE=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        ):  # fmt: skip
            yield

    def test_the_browser_is_told_to_stay_with_it(self) -> None:
        for page in ("/members", "/nowhere", "/static/site/theme.js"):
            answer = Client(headers={"X-Forwarded-Proto": "https"}).get(page)
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"

    def test_cookies_travel_by_it_alone(self, anna: Account) -> None:
        browser = Client(headers={"X-Forwarded-Proto": "https"})
        browser.get("/accounts/login")
        logs_in(browser)
        assert {"csrftoken", "sessionid"} <= set(browser.cookies)
        assert all(cookie["secure"] and cookie["samesite"] == "Lax" for cookie in browser.cookies.values())
        assert browser.cookies["sessionid"]["httponly"]

    def test_whoever_comes_without_is_sent_there_though_the_page_is_at_hand(self) -> None:
        asked = Kept()
        assert asked.get(b"https")["status"] == 200
        assert asked.get(b"http")["status"] == 301

    def test_a_kept_page_bears_all_headers(self) -> None:
        asked = Kept()
        made, kept, known = asked.get(b"https"), asked.get(b"https"), None
        assert len(asked.front.pages.kept) == 1
        told = dict(kept["headers"])
        known = asked.get(b"https", (b"if-none-match", told[b"etag"]))
        assert known["status"] == 304
        for answer in (made, kept, known):
            names = {name.decode().lower(): value.decode() for name, value in answer["headers"]}
            assert {name: names.get(name.lower()) for name in HEADERS} == HEADERS
            assert "default-src 'self'" in names["content-security-policy"]
            assert names["strict-transport-security"] == "max-age=31536000"


class Head:
    size, turn, ahead, texts, trusted = 1, 0, 0, 0, True

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def ask(self) -> bool:
        return True


class Kept:
    """The front before the site itself. It asks for the page of a file: its threads see no tables of this test."""

    def __init__(self) -> None:
        self.front = Front(WSGIHandler, Head())

    def get(self, proto: bytes, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
        scope = {
            "type": "http", "method": "GET", "path": "/robots.txt", "query_string": b"", "http_version": "1.1",
            "headers": [(b"host", b"localhost"), (b"x-forwarded-proto", proto), *headers],
        }  # fmt: skip
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(self.front(scope, receive, send))
        return sent[0]


class TestWhatIsTooMuch:
    """Turned away before anybody is asked who they are."""

    @pytest.mark.parametrize("address", ["/accounts/login", "/api/acts", "/members", "/ru/acts/membership.apply"])
    def test_what_is_too_long_is_not_read(self, address: str) -> None:
        answer = Client().post(address, "x" * (LONGEST + 1), content_type="application/json")
        assert answer.status_code == 413
        assert "2 MB" in answer.text or "2 МБ" in answer.text
        assert not answer.wsgi_request._read_started

    @pytest.mark.parametrize("told", ["-1", "1e3", "x", "9" * 20, "²"])
    def test_nor_what_does_not_say_how_long_it_is(self, told: str) -> None:
        assert Client().post("/accounts/login", {"login": "x"}, CONTENT_LENGTH=told).status_code == 413

    def test_what_is_just_short_enough_is_read(self) -> None:
        form = "login=" + "x" * (LONGEST - 6)
        answer = Client().post("/accounts/login", form, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200

    def test_a_form_has_no_thousand_fields(self) -> None:
        assert Client().post("/accounts/login", {f"field{number}": "" for number in range(501)}).status_code == 400

    def test_a_file_may_be_longer_and_not_without_end(self) -> None:
        for length, status in ((LONGEST + 1, 302), (LARGEST + 200_000, 413)):
            answer = Client().post("/ru/documents/ropes/file", CONTENT_LENGTH=str(length))
            assert answer.status_code == status
            assert not answer.wsgi_request._read_started

    def test_no_other_page_takes_files(self, tmp_path: Any) -> None:
        (tmp_path / "file").write_text("Argo")
        with (tmp_path / "file").open() as file:
            assert Client().post("/accounts/login", {"login": "x", "file": file}).status_code == 400
