// The clock of whoever has the floor: counts on from what the server said, second by second.
//
//   <span data-left="133">2:13</span>     seconds that are left; below 0 once the time is over
//
// The element may be put in place anew at any moment (live.js), and then says itself where it stands.
(() => {
  const begun = new WeakMap(); // element: when it was first seen, in ms
  const told = (seconds) => {
    const whole = Math.abs(seconds);
    return `${seconds < 0 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };
  const tick = () => document.querySelectorAll("[data-left]").forEach((clock) => {
    if (!begun.has(clock)) begun.set(clock, performance.now());
    const left = Number(clock.dataset.left) - Math.floor((performance.now() - begun.get(clock)) / 1000);
    clock.textContent = told(left);
    clock.closest(".speaking")?.classList.toggle("speaking--over", left < 0);
  });
  tick();
  setInterval(tick, 1000);
})();
