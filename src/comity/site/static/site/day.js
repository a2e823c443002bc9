// The slider over the organisation's life. It writes into the date field, and submits the form when it has come to rest.
(() => {
  const box = document.querySelector("[data-day-slider]");
  if (!box) return;
  const form = box.closest("form");
  const field = form.querySelector("input[type=date]");
  const slider = box.querySelector("input");
  const DAY = 86_400_000;
  const REST = 700; // ms: long enough to press an arrow key several times
  const first = Date.parse(field.min);
  const language = document.documentElement.lang;
  const words = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
  let waiting;

  const dayOf = (value) => new Date(first + value * DAY);
  const say = () => slider.setAttribute("aria-valuetext", words.format(dayOf(slider.valueAsNumber)));
  const moveTo = (date) => {
    slider.valueAsNumber = Math.round((date - first) / DAY);
    slider.dispatchEvent(new Event("input"));
    slider.dispatchEvent(new Event("change"));
  };
  const plusMonths = (date, months) => {
    const end = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0));
    return end.setUTCDate(Math.min(date.getUTCDate(), end.getUTCDate())); // a shorter month ends earlier
  };
  const MONTHS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 };

  slider.min = 0;
  slider.max = Math.round((Date.parse(box.dataset.daySlider) - first) / DAY);
  slider.valueAsNumber = Math.round((Date.parse(field.value) - first) / DAY);
  box.hidden = false;
  say();
  if (sessionStorage.getItem("slider")) slider.focus({ preventScroll: true });
  sessionStorage.removeItem("slider");

  slider.addEventListener("input", () => {
    field.value = dayOf(slider.valueAsNumber).toISOString().slice(0, 10);
    clearTimeout(waiting);
    say();
  });
  slider.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      sessionStorage.setItem("slider", "focused"); // the next page begins where the reader's hand is
      form.requestSubmit();
    }, REST);
  });
  // A day a key press would take years to cross: arrows go by the month, the page keys by the year.
  slider.addEventListener("keydown", (event) => {
    const months = MONTHS[event.key];
    if (!months) return;
    event.preventDefault();
    moveTo(plusMonths(dayOf(slider.valueAsNumber), months));
  });
})();
