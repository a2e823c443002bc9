// How long it is until a deadline, beside it and in the reader's language. Without scripts the moment stands there alone.
(() => {
  const time = document.querySelector("[data-countdown]");
  const place = document.querySelector("[data-countdown-left]");
  if (!time || !place) return;
  const ahead = Number(time.dataset.countdown) * 1000; // the clock of an exercise is ahead of the machine's
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

  const tell = () => {
    const left = Math.floor((Date.parse(time.dateTime) - Date.now() - ahead) / 1000);
    const [unit, seconds] = UNITS.find(([, length]) => left >= 2 * length) || UNITS[3];
    place.textContent = left > 0 ? words.format(Math.floor(left / seconds), unit) : "";
    if (left > 0) setTimeout(tell, left < 300 ? 1_000 : 30_000);
  };
  tell();
})();
