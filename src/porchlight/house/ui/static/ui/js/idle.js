// Locks the page after a while without activity and asks to sign in again. The page stays as it
// is beneath the lock, so nothing typed is lost. The server's own clock does not depend on this.
const { idleSeconds, unlockUrl } = document.body.dataset;
const lock = document.getElementById("lock");
const LAST = "last-activity";
const CHECK_MS = 5000;
const NOTE_MS = 2000;

// Shared between the tabs of one desk: work in one of them is work.
const last = () => Number(localStorage.getItem(LAST) ?? 0);
let noted = 0;

function active() {
  if (lock.open || Date.now() - noted < NOTE_MS) return;
  noted = Date.now();
  localStorage.setItem(LAST, String(noted));
}

function hide(hidden) {
  for (const part of document.body.children) {
    if (part !== lock && part.tagName !== "SCRIPT") part.hidden = hidden;
  }
}

function shut() {
  if (lock.open) return;
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  hide(true);
  lock.showModal();
}

async function unlock(event) {
  event.preventDefault();
  const form = event.target;
  const { problem, offline } = form.querySelector("button").dataset;
  const said = document.getElementById("lock-problem");
  said.hidden = true;
  const sent = { method: "POST", body: new URLSearchParams(new FormData(form)) };
  const answer = await fetch(unlockUrl, sent).catch(() => null);
  if (answer?.ok) {
    form.reset();
    localStorage.setItem(LAST, String(Date.now()));
    hide(false);
    return lock.close();
  }
  // Somebody else signed in, or the session is gone: only the sign-in page can help.
  if (answer?.status === 401) return location.reload();
  said.textContent = answer ? problem : offline;
  said.hidden = false;
  return form.elements.answer.select();
}

if (idleSeconds && lock) {
  localStorage.setItem(LAST, String(Date.now()));
  for (const kind of ["keydown", "pointerdown", "pointermove", "scroll", "touchstart"]) {
    addEventListener(kind, active, { passive: true, capture: true });
  }
  setInterval(() => Date.now() - last() > idleSeconds * 1000 && shut(), CHECK_MS);
  lock.addEventListener("cancel", (event) => event.preventDefault());
  lock.querySelector("[data-unlock]").addEventListener("submit", unlock);
}
