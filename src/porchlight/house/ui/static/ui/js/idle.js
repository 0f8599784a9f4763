// Locks the page after a while without activity and asks to sign in again. The page stays as it
// is beneath the lock, so nothing typed is lost. The server's own clock does not depend on this.
const { idleSeconds, unlockUrl, stillHereUrl } = document.body.dataset;
const lock = document.getElementById("lock");
const LAST = "last-activity";
const CHECK_MS = 5000;
const NOTE_MS = 2000;
const TELL_MS = Math.min(60_000, (Number(idleSeconds ?? 0) * 1000) / 3);

// Shared between the tabs of one desk: work in one of them is work.
const last = () => Number(localStorage.getItem(LAST) ?? 0);
let noted = 0;
let told = Date.now();

function active() {
  if (lock.open || Date.now() - noted < NOTE_MS) return;
  noted = Date.now();
  localStorage.setItem(LAST, String(noted));
  if (noted - told > TELL_MS) tell();
}

// Typing a long form without sending it is work too: the server's clock is told.
async function tell() {
  told = Date.now();
  if (!stillHereUrl) return;
  const body = new URLSearchParams(new FormData(lock.querySelector("[data-unlock]")));
  body.delete("answer");
  const answer = await fetch(stillHereUrl, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
  }).catch(() => null);
  // The server locked first, for example while the machine slept.
  if (answer?.status === 423) shut();
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

function open() {
  lock.querySelector("[data-unlock]").reset();
  localStorage.setItem(LAST, String(Date.now()));
  hide(false);
  lock.close();
}

async function unlock(event) {
  event.preventDefault();
  const form = event.target;
  const { problem, offline } = form.querySelector("button").dataset;
  const said = document.getElementById("lock-problem");
  said.hidden = true;
  const sent = { method: "POST", body: new URLSearchParams(new FormData(form)) };
  const answer = await fetch(unlockUrl, sent).catch(() => null);
  if (answer?.ok) return open();
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
  // A passkey, read by the script of the accounts.
  lock.addEventListener("unlocked", open);
}
