"""Where a page of the site stands among static files, and how its links lead there. Pure functions, no Django.

    /                              index.html
    /ru/members                    ru/members/index.html
    /members.json                  members.json
    /record?before=593             record/_before=593/index.html
    /feed.atom?lang=ru             feed.lang=ru.atom
    /akn/aa-sco/…/dec-3            akn/aa-sco/…/dec-3/index.html

A page is the index of a folder, so that any server of files answers at its permanent address. Links are relative and
name the file, so that the pages work below any path, and even from a disk.
"""

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from html import escape, unescape
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

DATA = re.compile(r"^/log/|\.(json|csv|atom|xml|ics|txt|css|js|svg|bib)$|/![^/]+$")
"""The address of what is a file of its own and no page; `!` stands before a file of a document (Akoma Ntoso)."""
TAG = re.compile(r"<(?:a|area|link|script|img|source|form|use|image|meta|input)\b[^>]*>")
REFERENCE = re.compile(r'(?<=\s)(?P<name>href|src|action|xlink:href)="(?P<value>[^"]*)"')
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
LIVE = re.compile(r'<script\b[^>]*\bdata-since="[^>]*></script>')
"""The script by which a page of the living site is kept true; nothing happens in a file."""
NEXT = re.compile(r'\srel="(?:[^"]*\s)?next(?:\s[^"]*)?"')
PLAIN = re.compile(r"[A-Za-z0-9._=,-]{1,80}")


@dataclass(frozen=True)
class Page:
    """A page as static publishing sees it.

    html       with its links made relative
    leads_to   the addresses of this site that it leads to, and that are published therefore
    """

    html: str
    leads_to: frozenset[str]


@lru_cache(maxsize=4_096)
def file_of(address: str) -> str:
    """The file in which the answer at an address stands, relative to the folder."""
    path, _, query = address.partition("?")
    parts = [_safe(unquote(part)) for part in path.split("/") if part]
    if DATA.search(path):
        stem, dot, extension = parts[-1].rpartition(".")
        named = [*parts[:-1], f"{stem}.{_plain(query)}{dot}{extension}"] if query else parts
        return "/".join(named)
    return "/".join([*parts, *([f"_{_plain(query)}"] if query else []), "index.html"])


def _safe(part: str) -> str:
    """A part of a path that is a name on every file system; one that is none becomes its digest."""
    if part in (".", "..") or len(part.encode()) > 200 or re.search(r'[\x00-\x1f/\\:*?"<>|]', part):
        return f"_{blake2b(part.encode(), digest_size=8).hexdigest()}"
    return part


def _plain(query: str) -> str:
    readable = query.replace("&", ",")
    return readable if PLAIN.fullmatch(readable) else blake2b(query.encode(), digest_size=8).hexdigest()


def public_address(base: str, address: str) -> str:
    """The address at which readers find a page once it is published below `base`, `https://example.org/sco`."""
    path, hash_sign, fragment = address.partition("#")
    return f"{base.rstrip('/')}/{quote(file_of(path).removesuffix('index.html'))}{hash_sign}{fragment}"


def is_published(page: str, target: str, onward: bool) -> bool:
    """Whether what a link leads to is among the files.

    page     the address of the page with the link
    onward   whether the link leads to the next page of a list

    An address without a query always is. A list that was picked out of another is, if a whole page leads there, and
    then all of its pages. Picked out of what was picked is not, nor is another day: there would be no end of it.
    """
    if "?" not in target:
        return True
    asked = parse_qs(urlsplit(target).query)
    if "on" in asked:
        return False
    return not asked or "?" not in page or onward


def static(page: str, html: str, live: str = "", root: str | None = None) -> Page:
    """A page with its links leading to files, and the addresses that it leads to.

    page   its address
    live   where the living site is, `https://example.org`: forms and what is no file lead there. Without one a form
           is left out, and a link that would lead nowhere is no link
    root   the path of the folder on its server, for a page that may be shown at any depth; else links are relative
    """
    leads_to: set[str] = set()
    folder = posixpath.dirname(file_of(page))

    def tag(match: re.Match[str]) -> str:
        onward, text = bool(NEXT.search(match[0])), match[0]
        if text.startswith("<form") and " action=" not in text:
            text = text.replace("<form", '<form action=""', 1)
        return REFERENCE.sub(lambda found: reference(found, onward), text)

    def reference(found: re.Match[str], onward: bool) -> str:
        name, value = found["name"], unescape(found["value"])
        if name == "action":
            return f'action="{escape(live + urljoin(page, value))}"'
        if value.startswith(("#", "//")) or urlsplit(value).scheme:
            return found[0]
        target, hash_sign, fragment = _led_to("/" if value.startswith("/") else page, value)
        if not is_published(page, target, onward):
            return f'{name}="{escape(live + target)}"' if live else ""
        leads_to.add(target)
        return f'{name}="{escape(link(file_of(target), folder, root) + hash_sign + fragment)}"'

    text = LIVE.sub("", html if live else FORM.sub("", html))
    return Page(TAG.sub(tag, text), frozenset(leads_to))


@lru_cache(maxsize=4_096)
def _led_to(page: str, value: str) -> tuple[str, str, str]:
    """What a link on a page leads to: address, `#`, fragment. Most pages have the same links, from the root on."""
    return urljoin(page, value).partition("#")


def link(file: str, folder: str, root: str | None) -> str:
    """How a file is named from a folder."""
    if root is not None:
        return f"{root.rstrip('/')}/{quote(file)}"
    here, there = folder.split("/") if folder else [], file.split("/")
    shared = len(posixpath.commonprefix([here, there[:-1]]))
    return quote("/".join([".."] * (len(here) - shared) + there[shared:]))
