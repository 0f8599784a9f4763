// Saves a form as it is typed. Each save carries the whole form and a rising sequence number, so
// the server keeps the newest whatever order they arrive in. Until the server has acknowledged a
// change it is also kept in this browser, and no longer.
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
    this.state = form.querySelector("[data-save-state]");
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
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

  changed() {
    this.sequence += 1;
    this.keep();
    this.say("waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), WAIT_MS);
  }

  keep() {
    const fields = [...this.fields()].filter(([name]) => name !== "csrfmiddlewaretoken");
    try {
      localStorage.setItem(this.store, JSON.stringify({ sequence: this.sequence, fields }));
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
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-Autosave": "1" },
        signal: AbortSignal.timeout(15_000),
        ...options,
      });
      await this.answered(answer, sequence);
    } catch {
      this.failed();
    }
  }

  async answered(answer, sequence) {
    if (answer.status === 409) return this.refuse();
    // A locked or signed-out desk counts as not saved: after signing in it is sent again.
    if (!answer.ok || answer.redirected) return this.failed();
    const { saved_at: time } = await answer.json();
    this.failures = 0;
    this.saved = Math.max(this.saved, sequence);
    if (this.saved === this.sequence) {
      this.forget();
      this.say("saved", time);
    }
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
    // The server already has something newer, typed elsewhere: it is not written over.
    if (kept.sequence <= this.saved) return this.forget();
    fill(this.form, kept.fields);
    this.sequence = kept.sequence;
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

function fill(form, fields) {
  const wanted = new Map();
  for (const [name, value] of fields) wanted.set(name, [...(wanted.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || control.type === "file" || control.name === "csrfmiddlewaretoken") continue;
    const values = wanted.get(control.name) ?? [];
    if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else if (control.multiple) [...control.options].forEach((o) => (o.selected = values.includes(o.value)));
    else if (values.length) control.value = values.shift();
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));

// Whoever signs out leaves nothing behind on a shared desk.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
});
