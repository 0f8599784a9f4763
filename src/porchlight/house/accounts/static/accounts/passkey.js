// Passkeys: asks the server for a challenge, the browser for a signature, and the server again.
const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function opened(publicKey) {
  const listed = (name) => publicKey[name]?.map((one) => ({ ...one, id: bytes(one.id) }));
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    if (publicKey[name]) options[name] = listed(name);
  }
  return options;
}

function closed(credential) {
  const answer = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) answer[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

const UNLOCKED = () => new CustomEvent("unlocked", { bubbles: true });

async function post(address, said, token) {
  const answer = await fetch(address, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": token,
    },
    body: JSON.stringify(said),
  });
  const heard = await answer.json().catch(() => ({}));
  return answer.ok ? heard : Promise.reject(new Error(heard.detail ?? ""));
}

class Passkey {
  constructor(box) {
    this.box = box;
    this.problem = box.querySelector("[role=alert]");
    this.token = box.querySelector("[name=csrfmiddlewaretoken]").value;
    this.notice = document.querySelector("input[name=notice]");
    box.querySelector("button").addEventListener("click", () => this.begin());
  }

  async begin() {
    this.problem.hidden = true;
    if (!window.PublicKeyCredential) return this.say(this.box.dataset.missing);
    if (this.notice && !this.notice.checked) {
      this.say(this.box.dataset.notice);
      return this.notice.focus();
    }
    try {
      const { publicKey } = await post(this.box.dataset.options, {}, this.token);
      const answer = await navigator.credentials[this.box.dataset.passkey]({
        publicKey: opened(publicKey),
      });
      const { next } = await post(this.box.dataset.send, this.said(answer), this.token);
      // A page that locked itself stays as it is, with all that was typed.
      if ("unlocks" in this.box.dataset) return this.box.dispatchEvent(UNLOCKED());
      return location.assign(next);
    } catch (error) {
      // The browser's own errors are for programmers; a refusal of ours says what to do.
      return this.say((error.name === "Error" && error.message) || this.box.dataset.failed);
    }
  }

  said(answer) {
    return {
      answer: closed(answer),
      name: this.box.querySelector("#passkey-name")?.value ?? "",
      notice: this.notice?.checked ?? false,
      next: new URLSearchParams(location.search).get("next") ?? "",
    };
  }

  say(words) {
    this.problem.textContent = words;
    this.problem.hidden = false;
  }
}

document.querySelectorAll("[data-passkey]").forEach((box) => new Passkey(box));
