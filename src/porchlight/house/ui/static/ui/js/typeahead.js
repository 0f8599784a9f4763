// Offers while typing (WAI-ARIA combobox with a list). Without script, or when the server does
// not answer, the field is plain text and whatever was typed is what counts.
const WAIT_MS = 200;
const SHORTEST = 2;

class TypeAhead {
  constructor(input) {
    this.input = input;
    this.at = -1;
    const anchor = document.createElement("div");
    anchor.className = "offers__anchor";
    input.replaceWith(anchor);
    this.list = document.createElement("ul");
    Object.assign(this.list, { className: "offers", id: `${input.id}-offers`, hidden: true });
    this.list.setAttribute("role", "listbox");
    const label = document.querySelector(`label[for="${input.id}"]`);
    this.list.setAttribute("aria-label", label?.textContent.trim() ?? "");
    anchor.append(input, this.list);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const words = this.input.value.trim();
    if (words.length < SHORTEST) return this.close();
    const address = new URL(this.input.dataset.typeahead, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      // A slow answer to earlier words must not replace the one to these.
      if (!answer.ok || this.input.value.trim() !== words) return;
      this.show(await answer.json());
    } catch {
      this.close();
    }
  }

  show(offers) {
    this.offers = offers;
    this.at = -1;
    this.list.replaceChildren(...offers.map((offer, n) => this.item(offer, n)));
    this.list.hidden = !offers.length;
    this.input.setAttribute("aria-expanded", String(offers.length > 0));
  }

  item(offer, n) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${n}`;
    item.setAttribute("role", "option");
    item.append(Object.assign(document.createElement("span"), { textContent: offer.label }));
    if (offer.detail) {
      item.append(Object.assign(document.createElement("small"), { textContent: offer.detail }));
    }
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(n);
    });
    return item;
  }

  key(event) {
    if (this.list.hidden) return;
    const last = this.offers.length - 1;
    const moves = { ArrowDown: this.at < last ? this.at + 1 : 0, ArrowUp: this.at > 0 ? this.at - 1 : last };
    if (event.key in moves) this.mark(moves[event.key]);
    else if (event.key === "Enter" && this.at >= 0) this.take(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  mark(n) {
    this.at = n;
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === n)));
    this.input.setAttribute("aria-activedescendant", this.list.children[n].id);
    this.list.children[n].scrollIntoView({ block: "nearest" });
  }

  take(n) {
    const offer = this.offers[n];
    this.input.value = offer.value;
    for (const [name, value] of Object.entries(offer.fill ?? {})) {
      const other = this.input.form?.elements[name];
      if (other) other.value = value;
    }
    this.close();
    // "input" lets autosave know; the question it starts here is not asked.
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(this.timer);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("input[data-typeahead]").forEach((input) => new TypeAhead(input));
