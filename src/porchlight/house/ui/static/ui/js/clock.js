// Keeps the server's clocks moving. The words come with the element, in the reader's language.
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const NEAR = 4 * HOUR;
// The desk's clock may be wrong; what the server said when it drew the page is the measure.
const began = performance.now();
const shown = new Date();

function now() {
  return shown.getTime() + (performance.now() - began);
}

function span(seconds, words) {
  const minutes = words.min.replace("{n}", Math.floor((seconds % HOUR) / MINUTE));
  const hours = words.h.replace("{n}", Math.floor(seconds / HOUR));
  if (seconds < HOUR) return minutes;
  return seconds % HOUR < MINUTE ? hours : `${hours} ${minutes}`;
}

function draw(clock) {
  const left = (Date.parse(clock.dateTime) - now()) / 1000;
  const size = Math.abs(left);
  clock.classList.toggle("clock--overdue", left < 0);
  clock.classList.toggle("clock--near", left >= 0 && left <= NEAR);
  clock.classList.toggle("clock--far", left > NEAR);
  // Under a minute and over two days the server's words stay: nothing moves there.
  if (size < MINUTE || size >= 2 * DAY) return;
  const words = left < 0 ? clock.dataset.overdue : clock.dataset.due;
  const text = words.replace("{span}", span(Math.floor(size), clock.dataset));
  if (clock.textContent !== text) clock.textContent = text;
}

setInterval(() => document.querySelectorAll("[data-clock]").forEach(draw), 20_000);
