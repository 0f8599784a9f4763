// Saves a form as it is typed. Each save carries the whole form and a rising sequence number, so
// the server keeps the newest whatever order they arrive in. Until the server has acknowledged a
// change it is also kept in this browser, and no longer.
//
// A form with data-autosave-seen (a revision) may be typed in by several pages at once: a save also
// names its writer and the revision it had seen, and the answer brings what others changed.
const WAIT_MS = 700;
const RETRY_MS = [1000, 2000, 5000, 10000, 20000];
const PREFIX = "draft:";

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.store = PREFIX + this.url;
    this.sequence = Number(form.dataset.autosaveSequence ?? 0);
    this.saved = this.sequence;
    this.failures = 0;
    this.merges = "autosaveSeen" in form.dataset;
    this.seen = Number(form.dataset.autosaveSeen ?? 0);
    this.floor = this.sequence;
    this.writer = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16)).join("");
    this.touched = new Set();
    this.state = form.querySelector("[data-save-state]");
    form.addEventListener("input", (event) => this.changed(event.target.name));
    form.addEventListener("change", (event) => this.changed(event.target.name));
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.send({ keepalive: true }));
    document.addEventListener("visibilitychange", () => document.hidden && this.send());
  }

  // Files are sent with the form itself; they are too large to be sent at every letter.
  fields() {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string") data.append(name, value);
    }
    return data;
  }

  changed(name) {
    this.sequence = Math.max(this.sequence, this.floor) + 1;
    this.since ??= Date.now();
    if (name) this.touched.add(name);
    this.keep();
    this.say("waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), WAIT_MS);
  }

  keep() {
    const fields = [...this.fields()].filter(([name]) => name !== "csrfmiddlewaretoken");
    try {
      const { sequence, seen, since } = this;
      const kept = { sequence, seen, since, touched: [...this.touched], fields };
      localStorage.setItem(this.store, JSON.stringify(kept));
    } catch {
      // A full or forbidden store: the save itself still goes its way.
    }
  }

  // One save at a time; only a page that is being left does not wait for the one before.
  send(options = {}) {
    if (this.sequence === this.saved) return Promise.resolve();
    if (this.sending && !options.keepalive) return this.sending.then(() => this.send(options));
    clearTimeout(this.timer);
    this.sending = this.transmit(options).finally(() => (this.sending = null));
    return this.sending;
  }

  async transmit(options) {
    const sequence = this.sequence;
    this.say("saving");
    const body = this.fields();
    body.set("sequence", sequence);
    if (this.merges) this.sign(body);
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-Autosave": "1" },
        signal: AbortSignal.timeout(15_000),
        ...options,
      });
      await this.answered(answer, sequence, body);
    } catch {
      this.failed();
    }
  }

  sign(body) {
    body.set("writer", this.writer);
    body.set("seen", this.seen);
    body.set("typed_ago", Math.max(0, Date.now() - (this.since ?? Date.now())));
  }

  async answered(answer, sequence, body) {
    if ([404, 409, 422].includes(answer.status)) return this.refuse();
    // A locked or signed-out desk counts as not saved: after signing in it is sent again.
    if (!answer.ok || answer.redirected) return this.failed();
    const told = await answer.json();
    this.failures = 0;
    this.saved = Math.max(this.saved, sequence);
    if (this.merges) this.learn(told, body);
    if (this.saved === this.sequence) {
      this.touched.clear();
      this.since = null;
      this.forget();
      this.say("saved", told.saved_at);
    }
    this.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true, detail: told }));
  }

  // What others changed comes into the page; where both typed, this page's text stays here and the
  // server is told that it had not seen the other, so that neither is lost.
  learn(told, body) {
    this.floor = Math.max(this.floor, told.sequence);
    const now = this.fields();
    const same = (name) => String(now.getAll(name)) === String(body.getAll(name));
    const news = Object.entries(told.news ?? {});
    const free = news.filter(([name]) => same(name));
    if (free.length) fill(this.form, free.flatMap(([name, text]) => parts(this.form, name, text)), new Set(free.map(([name]) => name)));
    if (free.length === news.length) this.seen = Math.max(this.seen, told.revision);
  }

  failed() {
    this.say("offline");
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  restore() {
    const kept = JSON.parse(localStorage.getItem(this.store) ?? "null");
    if (!kept) return;
    if (this.merges) return this.restoreTouched(kept);
    // The server already has something newer, typed elsewhere: it is not written over.
    if (kept.sequence <= this.saved) return this.forget();
    fill(this.form, kept.fields);
    this.sequence = kept.sequence;
    this.say("restored");
    this.timer = setTimeout(() => this.send(), WAIT_MS);
  }

  // Only what was typed and not acknowledged is put back; the server knows what has come since.
  restoreTouched(kept) {
    this.touched = new Set(kept.touched);
    this.since = kept.since;
    this.seen = Math.min(this.seen, kept.seen);
    // Whoever builds rows of the form by script builds those that are to be filled.
    this.form.dispatchEvent(new CustomEvent("restoring", { bubbles: true, detail: kept.fields }));
    fill(this.form, kept.fields, this.touched);
    this.sequence = Math.max(this.sequence, this.floor, kept.sequence) + 1;
    this.keep();
    this.say("restored");
    this.timer = setTimeout(() => this.send(), WAIT_MS);
  }

  // Sending the form first brings the last letters to the server: offline, the page stays here
  // with all that is typed instead of giving way to the browser's error page.
  async submitted(event) {
    if (this.sequence === this.saved || this.refused) return;
    event.preventDefault();
    await this.send();
    if (this.sequence === this.saved || this.refused) this.form.requestSubmit(event.submitter);
  }

  // Somebody else changed the record: the typed text stays on the page, the server decides.
  refuse() {
    this.refused = true;
    this.say("refused");
  }

  forget() {
    localStorage.removeItem(this.store);
  }

  say(state, time) {
    if (!this.state) return;
    this.state.dataset.saveState = state;
    const clock = time ?? new Date().toLocaleTimeString(document.documentElement.lang);
    this.state.textContent = (this.state.dataset[state] ?? "").replace("{time}", clock);
  }
}

// The values of a field as a form sends them: several boxes of one name are lines of its text.
function parts(form, name, text) {
  const several = form.elements[name] instanceof RadioNodeList && form.elements[name][0].type === "checkbox";
  return (several ? text.split("\n") : [text]).map((part) => [name, part]);
}

function fill(form, fields, only = null) {
  const wanted = new Map();
  for (const [name, value] of fields) wanted.set(name, [...(wanted.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || control.type === "file" || control.name === "csrfmiddlewaretoken") continue;
    if (only && !only.has(control.name)) continue;
    const values = wanted.get(control.name) ?? [];
    if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else if (control.multiple) [...control.options].forEach((o) => (o.selected = values.includes(o.value)));
    else if (values.length) control.value = values.shift();
  }
}

const all = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));
// After the other scripts of the page, so that they can prepare it.
const restore = () => all.forEach((one) => one.restore());
if (document.readyState === "complete") restore();
else addEventListener("DOMContentLoaded", restore);

// Whoever signs out leaves nothing behind on a shared desk.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
});
