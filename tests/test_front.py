"""The front: what is answered from memory, and for how long."""

import asyncio
import gzip
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.front import LARGEST_PAGE, Front
from comity.kept import Page, Pages

MIDNIGHT = 86_400 * 20_000


class Head:
    """A head that the test moves."""

    def __init__(self) -> None:
        self.size, self.trusted, self.reachable, self.asked = 1, True, True, 0
        self.turn, self.ahead, self.texts = 0, 0.0, 0
        self.in_database = 1

    def start(self) -> None: ...
    def stop(self) -> None: ...

    def ask(self) -> bool:
        self.asked += 1
        if self.reachable:
            self.size = self.in_database
        return self.reachable

    def append(self) -> None:
        self.in_database += 1
        self.size = self.in_database


class Site:
    """A small site behind a front, and a browser before it."""

    def __init__(self) -> None:
        self.head, self.now = Head(), MIDNIGHT + 60.0
        self.made: list[str] = []
        self.headers = [("Content-Type", "text/html; charset=utf-8")]
        self.status, self.body = "200 OK", "Ten states are members today. " * 40
        self.meanwhile = lambda: None
        self.front = Front(lambda: self.wsgi, self.head, lambda: self.now)

    def wsgi(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.made.append(environ["REQUEST_METHOD"] + " " + environ["PATH_INFO"])
        self.query = environ["QUERY_STRING"]
        body = f"{self.body} {len(self.made)}".encode()
        self.meanwhile()
        start_response(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        return [body] if environ["REQUEST_METHOD"] != "HEAD" else []

    def get(self, path: str = "/", query: bytes = b"", method: str = "GET", **headers: str) -> "Got":
        given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {
            "type": "http", "method": method, "path": path, "query_string": query, "http_version": "1.1",
            "headers": [(b"host", b"localhost"), *given],
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.front(scope, receive, send))
        return Got(sent)


class Got:
    def __init__(self, messages: list[Any]) -> None:
        self.status = messages[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
        self.body = b"".join(message.get("body", b"") for message in messages[1:])


@pytest.fixture
def site() -> Site:
    return Site()


def test_a_page_is_made_once(site: Site) -> None:
    assert site.get("/members").body == site.get("/members").body
    assert site.made == ["GET /members"]


def test_the_next_act_makes_every_page_anew(site: Site) -> None:
    site.get("/members")
    site.head.append()
    assert site.get("/members").body.endswith(b"2")


def test_a_new_day_makes_every_page_anew(site: Site) -> None:
    site.now = MIDNIGHT + 86_399
    site.get("/")
    assert site.get("/").body.endswith(b"1")
    site.now = MIDNIGHT + 86_400
    assert site.get("/").body.endswith(b"2")


def test_a_record_that_was_taken_back_and_grew_again_shows_no_old_page(site: Site) -> None:
    site.get("/members")
    site.head.turn += 1
    assert site.get("/members").body.endswith(b"2")


def test_when_the_clock_of_an_exercise_is_moved_every_page_is_made_anew(site: Site) -> None:
    site.get("/")
    site.head.ahead = 3_600.0
    assert site.get("/").body.endswith(b"2")


def test_when_a_file_was_read_every_page_is_made_anew_as_a_search_may_find_it(site: Site) -> None:
    site.get("/documents")
    site.head.texts += 1
    assert site.get("/documents").body.endswith(b"2")


def test_a_page_made_while_an_act_was_recorded_is_not_kept(site: Site) -> None:
    site.meanwhile = site.head.append
    assert site.get("/").body.endswith(b"1")
    site.meanwhile = lambda: None
    assert site.get("/").body.endswith(b"2")
    assert site.get("/").body.endswith(b"2")


def test_who_has_just_submitted_is_not_shown_the_page_before(site: Site) -> None:
    site.get("/")
    site.head.in_database = 2
    assert site.get("/", cookie="theme=dark; seen=2").body.endswith(b"2")
    assert site.head.asked == 1
    assert site.get("/", cookie="seen=2").body.endswith(b"2")
    assert site.head.asked == 1


@pytest.mark.parametrize("cookie", ["seen=1", "unseen=9", "seen=x", "seen=", "seen=99999999999999999999"])
def test_other_cookies_ask_nothing(site: Site, cookie: str) -> None:
    site.get("/", cookie=cookie)
    assert site.head.asked == 0


def test_while_the_line_is_down_the_database_is_asked_each_time(site: Site) -> None:
    site.get("/")
    site.head.trusted = False
    assert site.get("/").body.endswith(b"1")
    site.head.in_database = 2
    assert site.get("/").body.endswith(b"2")
    assert site.head.asked == 2


def test_while_the_database_does_not_answer_nothing_comes_from_memory(site: Site) -> None:
    site.get("/")
    site.head.trusted = site.head.reachable = False
    assert site.get("/").body.endswith(b"2")


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "csrftoken=1"),
        ("Cache-Control", "private"),
        ("Cache-Control", "max-age=0, no-store"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Encoding, Accept"),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(site: Site, header: tuple[str, str]) -> None:
    site.headers.append(header)
    assert site.get("/").headers[header[0].lower()] == header[1]
    assert site.get("/").body.endswith(b"2")


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "500 Internal Server Error"])
def test_only_pages_that_are_there_are_kept(site: Site, status: str) -> None:
    site.status = status
    assert site.get("/").status == int(status[:3])
    assert site.get("/").body.endswith(b"2")


@pytest.mark.parametrize("headers", [{"authorization": "Bearer x"}, {"range": "bytes=0-9"}])
def test_special_requests_go_to_django(site: Site, headers: dict[str, str]) -> None:
    site.get("/")
    assert site.get("/", **headers).body.endswith(b"2")
    assert site.get("/").body.endswith(b"1"), "what was told there is kept for nobody"
    site.get("/other", **headers)
    assert site.get("/other").body.endswith(b"4")


def test_a_post_goes_to_django_and_changes_nothing_that_is_kept(site: Site) -> None:
    site.get("/")
    assert site.get("/", method="POST").body.endswith(b"2")
    assert site.get("/").body.endswith(b"1")


def test_a_large_answer_goes_through_whole_and_is_not_kept(site: Site) -> None:
    site.body = "x" * (LARGEST_PAGE + 1)
    assert site.get("/").body == (site.body + " 1").encode()
    assert site.get("/").body.endswith(b" 2")


def test_addresses_queries_hosts_and_fragments_are_different_pages(site: Site) -> None:
    site.headers.append(("Vary", "HX-Request"))
    site.get("/")
    site.get("/", b"on=2017-06-08")
    site.get("/ru/")
    site.get("/", hx_request="true")
    site.get("/", host="comity.example")
    assert len(site.made) == 5
    assert site.get("/", hx_request="true").body.endswith(b"4")


def test_a_browser_that_has_the_page_gets_304(site: Site) -> None:
    first = site.get("/")
    assert first.headers["cache-control"] == "no-cache"
    again = site.get("/", if_none_match=f'"other", {first.headers["etag"]}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    site.head.append()
    assert site.get("/", if_none_match=first.headers["etag"]).status == 200


def test_a_page_is_compressed_for_who_takes_it(site: Site) -> None:
    plain, packed = site.get("/"), site.get("/", accept_encoding="br, gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)
    assert plain.headers["vary"] == packed.headers["vary"] == "accept-encoding"
    assert "content-encoding" not in site.get("/", accept_encoding="gzip;q=0, br").headers


def test_what_is_not_to_be_changed_on_the_way_is_not_compressed(site: Site) -> None:
    """RFC 9111, sec. 5.2.2.6: the digest of a document's text is that of the bytes that are sent."""
    site.headers.append(("Cache-Control", "no-cache, no-transform"))
    assert "content-encoding" not in site.get("/", accept_encoding="gzip").headers


def test_the_language_of_the_reader_does_not_matter(site: Site) -> None:
    site.headers.append(("Vary", "Accept-Language"))
    assert "accept-language" not in site.get("/", accept_language="ru").headers["vary"]
    assert site.get("/", accept_language="zh").body.endswith(b"1")


def test_a_page_that_says_how_long_it_lasts_keeps_its_word(site: Site) -> None:
    site.headers.append(("Cache-Control", "public, max-age=31536000, immutable"))
    assert site.get("/site/comity.abc.css").headers["cache-control"].endswith("immutable")
    assert site.get("/site/comity.abc.css").headers["cache-control"].endswith("immutable")


def test_head_answers_as_get_without_the_page(site: Site) -> None:
    assert site.get("/", method="HEAD").body == b""
    page = site.get("/")
    head = site.get("/", method="HEAD")
    assert head.body == b""
    assert head.headers == page.headers
    assert site.made == ["HEAD /", "GET /"]


def test_a_query_that_is_not_ascii_is_escaped(site: Site) -> None:
    site.get("/record", "kind=принят".encode())
    assert site.query == "kind=%D0%BF%D1%80%D0%B8%D0%BD%D1%8F%D1%82"


def test_what_is_posted_reaches_django_however_the_server_hands_it_over(site: Site) -> None:
    """Granian's `receive` answers with what can be awaited, and is no coroutine."""

    def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Cache-Control", "no-store")])
        return [environ["wsgi.input"].read(5)]

    def receive() -> Any:
        future = asyncio.get_running_loop().create_future()
        future.set_result({"type": "http.request", "body": b"aye", "more_body": False})
        return future

    async def send(message: Any) -> None:
        sent.append(message)

    sent: list[Any] = []
    scope = {
        "type": "http", "method": "POST", "path": "/", "query_string": b"", "http_version": "1.1",
        "headers": [(b"content-length", b"3")],
    }  # fmt: skip
    asyncio.run(Front(lambda: echo, site.head)(scope, receive, send))
    assert Got(sent).body == b"aye"


def test_a_client_that_has_gone_frees_its_thread(site: Site) -> None:
    def endless(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Cache-Control", "no-store")])
        return (b"x" for _ in range(100))

    async def send(message: Any) -> None:
        raise OSError("gone")

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    front = Front(lambda: endless, site.head)
    scope = {
        "type": "http", "method": "GET", "path": "/", "query_string": b"", "http_version": "1.1", "headers": [],
    }  # fmt: skip

    async def visit() -> None:
        await asyncio.wait_for(front(scope, receive, send), timeout=5)

    asyncio.run(visit())


def test_the_server_begins_and_ends_with_the_front(site: Site) -> None:
    messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    sent: list[str] = []

    async def receive() -> dict[str, str]:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(site.front({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 300)), max_size=60))
def test_kept_pages_never_take_more_room_than_they_may(asked: list[tuple[int, int]]) -> None:
    pages = Pages(limit=8_000)
    for key, length in asked:
        pages.keep(key, Page([], b"x" * length))
        assert pages.size <= 8_000
        assert pages.size == sum(2 * page.size for page in pages.kept.values())
        assert key in pages.kept


def test_the_page_asked_for_longest_ago_goes_first() -> None:
    pages = Pages(limit=3_300)
    for key in ("a", "b", "c"):
        pages.keep(key, Page([], b""))
    pages.get("a")
    pages.keep("d", Page([], b""))
    assert list(pages.kept) == ["c", "a", "d"]
