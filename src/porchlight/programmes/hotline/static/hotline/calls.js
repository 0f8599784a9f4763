// The call console: reads back what was typed, shows and hides parts by what the call is about,
// adds a child or a vehicle without a new page, and answers to the keyboard.
const form = document.getElementById("call");
const KEYS = { y: "yes", n: "no", u: "unknown" };

// ---- reading back, after every save

function readBack({ readings, rivals }) {
  for (const ask of form.querySelectorAll("[data-ask]")) {
    const key = ask.dataset.ask;
    const reading = readings?.[key];
    ask.classList.toggle("ask--wrong", Boolean(reading?.wrong));
    const shown = document.getElementById(`read-${key}`);
    if (shown) shown.textContent = reading ? reading.wrong || reading.shown || unknown(reading) : "";
    showRivals(ask.querySelector("[data-rivals]"), rivals?.[key] ?? []);
  }
  markFilled(readings);
}

function unknown(reading) {
  return reading.told === "unknown" ? form.dataset.unknown : "";
}

function showRivals(place, texts) {
  if (!place) return;
  place.replaceChildren(...texts.map((text) => {
    const line = document.createElement("p");
    const quote = document.createElement("q");
    quote.textContent = text;
    line.append(`${place.dataset.words} `, quote, " ");
    line.append(rivalButton(place, place.dataset.take, () => put(place.dataset.rivals, text)));
    line.append(" ", rivalButton(place, place.dataset.keep, () => {}));
    return line;
  }));
}

function rivalButton(place, words, act) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button button--small", textContent: words });
  button.addEventListener("click", async () => {
    act();
    const body = new URLSearchParams(new FormData(form));
    const sent = new URLSearchParams({ key: place.dataset.rivals, csrfmiddlewaretoken: body.get("csrfmiddlewaretoken") });
    await fetch(form.dataset.settle, { method: "POST", body: sent, headers: { Accept: "application/json" } }).catch(() => {});
    place.replaceChildren();
  });
  return button;
}

function put(key, text) {
  const control = form.elements[key];
  if (control instanceof RadioNodeList) {
    for (const each of control) each.checked = text.split("\n").includes(each.value);
  } else control.value = text;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function markFilled(readings) {
  for (const part of form.querySelectorAll("[data-section]")) {
    const filled = [...part.querySelectorAll("[data-ask]")].some((ask) => {
      const reading = readings?.[ask.dataset.ask];
      return reading && reading.told !== "not_asked";
    });
    form.querySelector(`[data-jump="${part.id}"]`)?.toggleAttribute("data-filled", filled);
  }
}

form.addEventListener("autosaved", (event) => readBack(event.detail));

// ---- what the call is about decides which parts stand open

function byAbout() {
  const about = new FormData(form).get(form.dataset.aboutField) || "missing";
  for (const part of form.querySelectorAll("[data-section]")) {
    const jump = form.querySelector(`[data-jump="${part.id}"]`);
    const filled = jump?.hasAttribute("data-filled");
    const wanted = part.dataset.about.split(" ").includes(about) || filled;
    part.hidden = !wanted;
    if (jump) jump.hidden = !wanted;
  }
}

form.addEventListener("change", (event) => event.target.name === form.dataset.aboutField && byAbout());

// ---- another child, companion, vehicle or contact

function add(per) {
  const count = form.querySelector(`[data-count="${per}"]`);
  const index = Number(count.value);
  const blank = form.querySelector(`template[data-blank="${per}"]`);
  const part = blank.content.firstElementChild.cloneNode(true);
  renumber(part, Number(part.dataset.index), index);
  const last = [...form.querySelectorAll(`[data-section][data-per="${per}"]`)].at(-1);
  (last ?? before(per)).after(part);
  count.value = index + 1;
  jumpTo(part, last ?? before(per));
  part.hidden = false;
  return part;
}

// The parts stand in the order of the buttons that add them, after the parts of the call itself.
function before(per) {
  const order = [...form.querySelectorAll("[data-add]")].map((each) => each.dataset.add);
  const earlier = order.slice(0, order.indexOf(per)).reverse();
  for (const each of earlier) {
    const found = [...form.querySelectorAll(`[data-section][data-per="${each}"]`)].at(-1);
    if (found) return found;
  }
  return form.querySelector("[data-section]");
}

function renumber(part, from, to) {
  const fix = (text) => text.replaceAll(`-${from}-`, `-${to}-`).replace(new RegExp(`-${from}$`), `-${to}`);
  for (const each of [part, ...part.querySelectorAll("*")]) {
    for (const { name, value } of [...each.attributes]) {
      if (/^(id|name|for|aria-|data-ask|data-rivals)/.test(name)) each.setAttribute(name, fix(value));
    }
  }
  part.dataset.index = to;
  const title = part.querySelector("[data-title]");
  title.textContent = title.textContent.replace(String(from + 1), String(to + 1));
}

function jumpTo(part, after) {
  const link = document.createElement("a");
  Object.assign(link, { href: `#${part.id}`, textContent: part.querySelector("[data-title]").textContent });
  link.dataset.jump = part.id;
  form.querySelector(`[data-jump="${after.id}"]`)?.after(link);
}

function focusFirst(part) {
  part.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add]");
  if (!button) return;
  event.preventDefault();
  focusFirst(add(button.dataset.add));
});

// What was typed into added parts and not saved before a crash is put back into new ones.
form.addEventListener("restoring", (event) => {
  const kept = new Map(event.detail);
  for (const count of form.querySelectorAll("[data-count]")) {
    const wanted = Number(kept.get(count.name) ?? 0);
    while (Number(count.value) < wanted) add(count.dataset.count);
  }
  setTimeout(byAbout);
});

// ---- the keyboard

form.addEventListener("keydown", (event) => {
  const radio = event.target.closest("input[type=radio]");
  if (!radio || event.ctrlKey || event.altKey || event.metaKey) return;
  const wanted = KEYS[event.key.toLowerCase()];
  const found = [...form.elements[radio.name]].find((each) => each.value === wanted);
  if (!found) return;
  event.preventDefault();
  found.checked = true;
  found.focus();
  found.dispatchEvent(new Event("input", { bubbles: true }));
  found.dispatchEvent(new Event("change", { bubbles: true }));
});

// Enter in a line goes on to the next question; only the keys for it leave the page.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (!event.target.matches("input, select")) return;
  event.preventDefault();
  const all = [...form.querySelectorAll("input:not([type=hidden]), textarea, select")];
  const open = all.filter((each) => each.checkVisibility());
  const at = open.indexOf(event.target);
  const next = open.slice(at + 1).find((each) => each.name !== event.target.name);
  const group = form.elements[next?.name];
  (group instanceof RadioNodeList ? [...group].find((each) => each.checked) ?? next : next)?.focus();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-goto], [data-jump]");
  if (!link) return;
  event.preventDefault();
  const target = document.getElementById(link.dataset.goto ?? link.dataset.jump);
  if (!target) return;
  target.closest("details")?.setAttribute("open", "");
  target.closest("[data-section]")?.removeAttribute("hidden");
  target.closest("[data-section]").scrollIntoView({ block: "nearest" });
  if (target.matches("[data-section]")) {
    target.scrollIntoView({ block: "start" });
    focusFirst(target);
  } else target.focus();
});

form.addEventListener("focusin", (event) => {
  const here = event.target.closest("[data-section]");
  for (const link of form.querySelectorAll("[data-jump]")) {
    link.toggleAttribute("data-here", link.dataset.jump === here?.id);
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "beside") return;
  const said = document.querySelector("[data-beside-said]");
  const count = event.target.querySelector("[data-alike]")?.dataset.alike ?? "0";
  if (said.dataset.count === count) return;
  said.dataset.count = count;
  said.textContent = said.dataset.words.replace("{n}", count);
});

byAbout();
// A call begins at the caller's words unless a link asks for a certain place.
const wanted = document.getElementById(location.hash.slice(1));
if (location.hash.startsWith("#add-")) focusFirst([...form.querySelectorAll(`[data-section][data-per="${location.hash.slice(5)}"]`)].at(-1));
else if (wanted?.matches("[data-section]")) focusFirst(wanted);
else if (wanted) wanted.focus();
else document.getElementById("id_caller-0-phones")?.focus({ preventScroll: true });
