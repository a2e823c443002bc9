// What a page shows is kept true while one looks at it.
//
//   <section id="standing" data-live>                        is fetched again from the page's own address
//   <section id="floor" data-live="/rooms/3/floor">          … or from another one, whose answer has an element of that id
//   <section id="vote" data-live data-live-about="body:CHS"> … only when an entry is about one of these subjects
//
// The server says in a stream that there is a new entry; the element is fetched anew, as the reader of the page, and put
// in place of the old one. What is new in it fades in once. Whoever is typing there keeps their words and their place.
// Where no stream comes through, the same is asked every few seconds; where nothing does, the page says so.
(() => {
  const script = document.currentScript;
  const said = script.dataset; // cut, ended: what to say, in the reader's language
  const GAP = 400; // ms between two fetches from one address
  const SILENCE = 40_000; // ms; the server gives a sign every 15 s
  const FIRST_WORDS = 8_000; // ms; the server has them at once, but a proxy that buffers keeps them
  const POLL = 5_000;
  const TRY_AGAIN = 60_000;
  const TRIES = 2;
  const TYPED = "input:not([type=hidden]):not([type=submit]):not([type=button]), textarea, select";

  let last = Number(said.since) || 0;
  let trueAt = new Date();
  let source, silence, polling, retrying, tries = 0, over = false;
  const fetched = new Map(); // by address: when it was fetched last, the timer of the next time
  const shown = new Map(); // by id: the text of the element as it came

  const places = () => [...document.querySelectorAll("[data-live][id]")];
  const aboutOf = (place) => (place.dataset.liveAbout || "").split(" ").filter(Boolean);

  // Being told

  const address = () => {
    const asked = new URLSearchParams({ since: last });
    const all = places().map(aboutOf);
    if (all.every((about) => about.length)) new Set(all.flat()).forEach((subject) => asked.append("about", subject));
    return `/live?${asked}`;
  };
  const isTrue = () => { trueAt = new Date(); tell(""); };
  const alive = () => {
    isTrue();
    clearTimeout(silence);
    silence = source && setTimeout(failed, SILENCE, true);
  };
  // Whoever asks now and then goes on with it until a stream has come through.
  const open = () => {
    hangUp();
    if (over || document.hidden || !places().length) { stopPolling(); return; }
    if (!window.EventSource) { ask(); return; }
    source = new EventSource(address());
    source.addEventListener("beat", (event) => { tries = 0; stand(event); stopPolling(); alive(); });
    source.addEventListener("again", (event) => { stand(event); heard(null); });
    source.addEventListener("ended", () => { over = true; close(); tell(said.ended); });
    source.onmessage = (event) => { stand(event); alive(); heard(JSON.parse(event.data).subjects); };
    source.onerror = () => failed(false);
    silence = setTimeout(failed, FIRST_WORDS, true);
  };
  const stand = (event) => { if (event.lastEventId) last = Number(event.lastEventId); };
  const hangUp = () => {
    source?.close();
    source = undefined;
    [silence, retrying].forEach(clearTimeout);
  };
  const close = () => { hangUp(); stopPolling(); };
  const failed = (silent) => {
    tries += 1;
    // The browser tries again by itself, unless it was refused or notices nothing; a second time in a row is enough.
    if (!silent && source?.readyState !== EventSource.CLOSED && tries < TRIES) return;
    hangUp();
    ask();
    retrying = setTimeout(open, TRY_AGAIN);
  };

  // Asking

  const stopPolling = () => { clearTimeout(polling); polling = undefined; };
  const ask = () => { if (polling === undefined) poll(); };
  const poll = async () => {
    polling = -1;
    try {
      const answer = await fetch(address(), { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const { entries, next } = await answer.json();
      if (polling === undefined) return;
      if (next < last) heard(null); // An exercise was taken back.
      last = next;
      isTrue();
      entries.forEach((entry) => heard(entry.subjects));
    } catch {
      cutOff();
    }
    if (polling !== undefined) polling = setTimeout(poll, POLL);
  };
  const cutOff = () => {
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    tell(said.cut.replace("{time}", time.format(trueAt)));
  };
  const tell = (words) => {
    let line = document.querySelector(".live-status");
    if (!line) {
      line = document.createElement("p");
      line.className = "live-status";
      line.setAttribute("role", "status");
      document.body.append(line);
    }
    if (line.textContent !== words) line.textContent = words;
  };

  // Fetching

  const heard = (subjects) => {
    const meant = places().filter((place) => {
      const about = aboutOf(place);
      return !subjects || !about.length || about.some((subject) => subjects.includes(subject));
    });
    new Set(meant.map((place) => place.dataset.live)).forEach(plan);
  };
  const plan = (from) => {
    const known = fetched.get(from) || { at: 0 };
    fetched.set(from, known);
    known.again = Boolean(known.timer);
    known.timer ||= setTimeout(async () => {
      known.at = Date.now();
      try { await renew(from); } catch { cutOff(); }
      known.timer = undefined;
      if (known.again) plan(from);
    }, Math.max(0, known.at + GAP - Date.now()));
  };
  const renew = async (from) => {
    const answer = await fetch(from || location.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return; // What may not be read any more is left to the next page.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await settled();
    places().filter((place) => place.dataset.live === from).forEach((place) => {
      const fresh = page.getElementById(place.id);
      if (!fresh || shown.get(place.id) === fresh.outerHTML) return;
      shown.set(place.id, fresh.outerHTML);
      swap(place, document.adoptNode(fresh));
    });
  };

  // Putting in place

  let composing = false; // a word is being put together, in Chinese for instance: it would be lost
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  const settled = () => composing
    && new Promise((done) => document.addEventListener("compositionend", () => setTimeout(done, 0), { once: true }));

  const swap = (old, fresh) => {
    const restore = [keepTyped(old, fresh), keepOpen(old, fresh), keepScroll(old, fresh), keepFocus(old, fresh)];
    const news = newIn(old, fresh);
    old.replaceWith(fresh);
    restore.forEach((put) => put());
    (news.length ? news : [fresh]).forEach((part) => part.classList.add("live-new"));
    window.htmx?.process(fresh);
    fresh.dispatchEvent(new CustomEvent("live:renewed", { bubbles: true }));
  };
  // Where an element is to be found again: by its id or name, else by its place among its like.
  const pathOf = (element, within) => {
    const by = element.id ? `#${CSS.escape(element.id)}` : element.name ? `[name="${CSS.escape(element.name)}"]` : "";
    const like = by || (element.hasAttribute("href") ? `a[href="${CSS.escape(element.getAttribute("href"))}"]` : element.localName);
    return [like, [...within.querySelectorAll(like)].indexOf(element)];
  };
  const again = ([like, nth], within) => within.querySelectorAll(like)[nth];

  const changed = (field) => {
    if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    return field.value !== field.defaultValue;
  };
  const keepTyped = (old, fresh) => {
    const kept = [...old.querySelectorAll(TYPED)].filter((field) => field.type !== "file" && changed(field))
      .map((field) => [pathOf(field, old), field.value, field.checked]);
    return () => kept.forEach(([path, value, checked]) => {
      const field = again(path, fresh);
      if (!field) return;
      if (field.matches("[type=checkbox], [type=radio]")) field.checked = checked;
      else field.value = value;
    });
  };
  const keepOpen = (old, fresh) => {
    const kept = [...old.querySelectorAll("details")].map((part) => [pathOf(part, old), part.open]);
    return () => kept.forEach(([path, open]) => { const part = again(path, fresh); if (part) part.open = open; });
  };
  const keepScroll = (old, fresh) => {
    const kept = [...old.querySelectorAll("*")].filter((part) => part.scrollTop || part.scrollLeft)
      .map((part) => [pathOf(part, old), part.scrollTop, part.scrollLeft]);
    return () => kept.forEach(([path, top, left]) => again(path, fresh)?.scrollTo({ top, left, behavior: "instant" }));
  };
  const keepFocus = (old, fresh) => {
    const focused = document.activeElement;
    if (!old.contains(focused) || focused === old) return () => (focused === old) && fresh.focus({ preventScroll: true });
    const path = pathOf(focused, old);
    let from, to;
    try { [from, to] = [focused.selectionStart, focused.selectionEnd]; } catch { /* a field without a caret */ }
    return () => {
      const field = again(path, fresh);
      field?.focus({ preventScroll: true });
      if (field && typeof from === "number") try { field.setSelectionRange(from, to); } catch { /* none here */ }
    };
  };
  // Rows that were not there before; of an element without rows all is new.
  const ROWS = "tbody tr, li, [data-live-row]";
  const newIn = (old, fresh) => {
    const before = new Set([...old.querySelectorAll(ROWS)].map((row) => row.textContent));
    return [...fresh.querySelectorAll(ROWS)].filter((row) => !before.has(row.textContent));
  };

  // A browser has few connections for one site: a page that nobody looks at gives its own back.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());
  addEventListener("offline", () => { close(); cutOff(); });
  addEventListener("online", open);
  document.addEventListener("live:ask", () => heard(null)); // a clock has told more than any entry does
  places().forEach((place) => shown.set(place.id, place.outerHTML));
  tell(""); // A region that is announced has to be there before it says something.
  open();
})();
