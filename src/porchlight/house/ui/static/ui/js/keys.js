// The keyboard of the desk. Single keys work only where nothing is being typed.
const MARK = "data-at";
let waiting = "";

function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable]");
}

function rows() {
  return [...document.querySelectorAll("[data-rows] tbody tr")].filter((row) => row.querySelector("a"));
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.hasAttribute(MARK));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  all.forEach((row) => row.removeAttribute(MARK));
  next.setAttribute(MARK, "");
  next.querySelector("a").focus();
}

function section(form, by) {
  const parts = [...form.querySelectorAll("[data-section]")];
  const at = parts.findIndex((part) => part.contains(document.activeElement));
  const next = parts[Math.min(Math.max(at + by, 0), parts.length - 1)];
  next?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  next?.scrollIntoView({ block: "start" });
}

function named(key) {
  return [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
}

function single(event) {
  if (waiting === "g" && event.key === "h") return document.querySelector(".brand")?.click();
  waiting = event.key === "g" ? "g" : "";
  if (event.key === "j") return step(1);
  if (event.key === "k") return step(-1);
  if (event.key === "?") return document.querySelector('[data-dialog="keyboard-help"]')?.click();
  const target = named(event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("a, button, summary")) target.click();
  else target.focus();
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form");
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form) {
    event.preventDefault();
    // As Enter would: by the form's first button, whose value is sent along.
    form.requestSubmit(form.querySelector("button[type=submit], button:not([type])"));
  } else if (event.altKey && form && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    section(form, event.key === "ArrowDown" ? 1 : -1);
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    if (!document.querySelector("dialog[open]")) single(event);
  }
});
