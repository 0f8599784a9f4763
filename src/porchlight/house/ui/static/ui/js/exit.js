// Leave at once: the neutral page takes this one's place, so that «back» does not return here.
// Esc twice within a second does the same, from anywhere on the page.
const QUICK_MS = 1000;
const link = document.querySelector("[data-exit]");
let last = -Infinity;

function leave() {
  document.documentElement.hidden = true;
  document.title = " ";
  location.replace(link.href);
}

link?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  if (!link || event.key !== "Escape") return;
  if (event.timeStamp - last < QUICK_MS) leave();
  last = event.timeStamp;
});
