"""Where pages stand as files, and how their links lead there."""

import posixpath
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.publishing.places import file_of, is_published, public_address, static


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/ru/", "ru/index.html"),
        ("/members", "members/index.html"),
        ("/members.json", "members.json"),
        ("/members.schema.json", "members.schema.json"),
        ("/record?before=593", "record/_before=593/index.html"),
        ("/record?kind=membership.admit&state=IN", "record/_kind=membership.admit,state=IN/index.html"),
        ("/feed.atom?lang=ru", "feed.lang=ru.atom"),
        ("/log/tile/0/002.p/130", "log/tile/0/002.p/130"),
        ("/akn/aa-sco/act/decision/chs/2025-09-01/dec-3", "akn/aa-sco/act/decision/chs/2025-09-01/dec-3/index.html"),
        ("/akn/aa-sco/act/charter/2002/eng@1/!main.pdf", "akn/aa-sco/act/charter/2002/eng@1/!main.pdf"),
        ("/charter/articles/Rules%20of%202003", "charter/articles/Rules of 2003/index.html"),
    ],
)
def test_an_address_has_its_file(address, file):
    assert file_of(address) == file


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4), st.text())
def test_no_address_leads_out_of_the_folder(parts, query):
    address = "/" + "/".join(quote(part, safe="") for part in parts) + (f"?q={quote(query)}" if query else "")
    names = file_of(address).split("/")
    assert all(name not in ("", ".", "..") and len(name.encode()) <= 255 for name in names)
    assert not any("\0" in name or "\\" in name for name in names)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=5), st.sampled_from(["", "?before=5"]))
def test_a_link_leads_to_the_file_of_its_address_from_any_depth(parts, query):
    page = "/" + "/".join(parts) + query
    made = static(page, '<a href="/members?kind=x#top">', "").html
    shown = made.partition('href="')[2].partition('"')[0] if "href" in made else None
    if query:
        assert shown is None
        return
    path, _, fragment = shown.partition("#")
    reached = posixpath.normpath(posixpath.join(posixpath.dirname(file_of(page)), unquote(path)))
    assert (reached, fragment) == (file_of("/members?kind=x"), "top")


def test_what_a_page_leads_to_is_told_once():
    html = '<a href="/bodies">1</a><link href="/members.json"><script src="/assets/day.1.js"></script><a href="#top">'
    found = static("/members", html + '<a href="/bodies#CHS">2</a><a href="https://example.org/">3</a>')
    assert found.leads_to == {"/bodies", "/members.json", "/assets/day.1.js"}
    assert 'href="#top"' in found.html
    assert 'href="https://example.org/"' in found.html


def test_a_form_needs_the_living_site():
    html = '<form action="/record" method="get"><input name="kind"></form><p>Below</p>'
    assert static("/record", html).html == "<p>Below</p>"
    assert 'action="https://live.example/record"' in static("/record", html, "https://live.example").html


def test_a_form_without_an_address_leads_to_its_own_page():
    html = '<form class="day" method="get"><input name="on"></form>'
    assert 'action="https://live.example/members"' in static("/members", html, "https://live.example").html


def test_another_day_is_the_living_sites_affair():
    html = '<a class="x" href="/members?on=2017-06-08">then</a>'
    assert "href" not in static("/members", html).html
    assert (
        'href="https://live.example/members?on=2017-06-08"' in static("/members", html, "https://live.example").html
    )


@pytest.mark.parametrize(
    ("page", "target", "onward", "published"),
    [
        ("/charter/articles/13", "/record?article=13", False, True),
        ("/record?article=13", "/record?article=13&before=50", True, True),
        ("/record?article=13", "/record?article=13&kind=bodies.meet", False, False),
        ("/record?article=13", "/record/7", False, True),
        ("/members", "/members?on=2001-06-15", False, False),
    ],
)
def test_lists_picked_out_of_picked_ones_have_an_end(page, target, onward, published):
    assert is_published(page, target, onward) is published


def test_the_next_page_of_a_list_is_known_by_its_link():
    html = '<a rel="next" href="/record?kind=x&amp;before=5">Earlier</a>'
    assert static("/record?kind=x", html).leads_to == {"/record?kind=x&before=5"}


def test_a_published_page_has_the_address_of_its_folder():
    assert public_address("https://example.org/sco/", "/ru/members") == "https://example.org/sco/ru/members/"
    assert public_address("https://example.org", "/") == "https://example.org/"
    assert public_address("https://example.org", "/members.csv") == "https://example.org/members.csv"


def test_a_file_is_not_kept_true():
    """There is nobody to ask: a page that were cut off from the beginning would only say so."""
    script = '<script src="/assets/live.1.js" defer data-since="7" data-cut="Not connected."></script>'
    for living in ("", "https://live.example.org"):
        assert "live.1.js" not in static("/record", f"<head>{script}</head>", living).html
