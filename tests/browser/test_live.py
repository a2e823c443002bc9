"""A page that is kept true while one looks at it, and says so when it cannot be."""

import itertools
import time
from collections.abc import Callable

import pytest

NUMBER = "document.querySelector('#acts .entries__seq a').textContent"
FRESH = itertools.count()


@pytest.fixture
def record(reader) -> Callable[[], int]:
    """The page of the record, open; answers with the number of its first entry."""
    reader.opens("record")
    reader.waits_until(lambda: "live" in reader.asks("[...document.scripts].map(one => one.src).join()"))
    return lambda: int(reader.asks(NUMBER))


@pytest.fixture
def enters(operator) -> Callable[[], int]:
    """Somebody enters something; the number of the entry."""

    def enter() -> int:
        code = f"Q{chr(77 + next(FRESH))}"
        said = operator("act", "membership.name_state", f"state={code}", "name.en=Thule", "--as", "secretariat")
        return int(said.partition("Entry ")[2].partition(":")[0])

    return enter


def test_a_new_entry_appears_by_itself_and_fades_in_once(reader, record, enters):
    before = record()
    reader.asks("void (window.kept = document.querySelector('#acts tbody tr + tr').textContent)")
    entry = enters()
    reader.waits_until(lambda: record() == entry)
    assert entry > before
    assert reader.asks("document.querySelectorAll('#acts .live-new').length") == entry - before
    assert reader.asks("document.querySelector('#held').textContent").split()[3] == str(entry)
    assert reader.asks("document.querySelector('.live-status').textContent") == ""


def test_who_wants_no_motion_sees_none(reader, record, enters):
    reader.window.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    )
    entry = enters()
    reader.waits_until(lambda: record() == entry)
    assert reader.asks("getComputedStyle(document.querySelector('#acts .live-new')).animationName") == "none"


def test_who_is_typing_keeps_their_words_and_their_place(reader, record, enters):
    """A field within what is renewed: its words, its caret and what was opened stay."""
    reader.window.execute_script(
        """
        const part = document.createElement("div");
        part.innerHTML = '<input name="grounds"><details><summary>More</summary></details>';
        document.querySelector("#acts").prepend(part);
        const ask = window.fetch;
        window.fetch = async (...asked) => {
          const answer = await ask(...asked);
          const text = (await answer.text()).replace(/(<div[^>]*id="acts"[^>]*>)/, `$1${part.outerHTML}`);
          return new Response(text, { status: answer.status });
        };
        """
    )
    reader.finds("[name=grounds]").send_keys("Art. 4 needs a definition")
    reader.window.execute_script(
        "document.activeElement.setSelectionRange(3, 6); document.querySelector('#acts details').open = true"
    )
    entry = enters()
    reader.waits_until(lambda: record() == entry)
    reader.presses("!")
    assert reader.asks("document.querySelector('[name=grounds]').value") == "Art! needs a definition"
    assert reader.asks("document.querySelector('#acts details').open")


def test_where_no_stream_comes_through_it_is_asked_now_and_then(reader, record, enters):
    reader.window.execute_cdp_cmd("Page.enable", {})
    script = reader.window.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": "window.EventSource = undefined;"}
    )
    reader.opens("record")
    entry = enters()
    reader.waits_until(lambda: record() == entry)
    reader.window.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def test_when_it_is_cut_off_the_page_says_until_when_it_was_true(reader, record, enters):
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    reader.window.execute_cdp_cmd("Network.enable", {})
    reader.window.execute_cdp_cmd("Network.emulateNetworkConditions", network | {"offline": True})
    try:
        reader.waits_until(lambda: reader.finds(".live-status").text)
        said = reader.finds(".live-status").text
        assert said.startswith("Not connected: what you see was true at ")
        times = [time.strftime("%H:%M", time.localtime(time.time() - ago)) for ago in (0, 60)]
        assert said.removesuffix(".").endswith(tuple(times))
        assert reader.hurdles() == []
    finally:
        reader.window.execute_cdp_cmd("Network.emulateNetworkConditions", network | {"offline": False})
    entry = enters()
    reader.waits_until(lambda: record() == entry)
    reader.waits_until(lambda: not reader.finds(".live-status").text)
