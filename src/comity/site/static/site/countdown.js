// How long it is until a deadline, beside it and in the reader's language. Without scripts the moment stands there alone.
// When it has come, the page is asked for once more: it may be that no act tells that a term is over.
(() => {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

  const LATE = 2; // seconds after the deadline, as the server's clock may be a little behind
  let told = "";

  const tell = () => {
    // Looked for each time: what is kept true by `live.js` is put in anew.
    const time = document.querySelector("[data-countdown]");
    const place = document.querySelector("[data-countdown-left]");
    if (!time || !place) return;
    const ahead = Number(time.dataset.countdown) * 1000; // the clock of an exercise is ahead of the machine's
    const left = Math.floor((Date.parse(time.dateTime) - Date.now() - ahead) / 1000);
    const [unit, seconds] = UNITS.find(([, length]) => left >= 2 * length) || UNITS[3];
    const said = left > 0 ? words.format(Math.floor(left / seconds), unit) : "";
    if (place.textContent !== said) place.textContent = said;
    if (left > -LATE || told === time.dateTime) return;
    told = time.dateTime;
    document.dispatchEvent(new CustomEvent("live:ask"));
  };
  tell();
  setInterval(tell, 1_000);
})();
