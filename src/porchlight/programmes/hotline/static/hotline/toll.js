// Pays the toll while the person is still writing. A form sent before that waits a moment; one
// without script, or where the worker fails, is sent unpaid and looked at by a person first.
const LONGEST_MS = 20_000;

function paid(form) {
  return new Promise((done) => {
    const field = form.elements.nonce;
    const settle = (nonce) => {
      field.value = nonce;
      done();
    };
    try {
      const worker = new Worker(form.dataset.toll);
      worker.onmessage = ({ data }) => settle(data);
      worker.onerror = () => settle("");
      setTimeout(() => done(), LONGEST_MS);
      worker.postMessage(form.elements.toll.value);
    } catch {
      settle("");
    }
  });
}

for (const form of document.querySelectorAll("form[data-toll]")) {
  const ready = paid(form);
  let leaving = false;
  form.addEventListener("submit", (event) => {
    if (leaving) return event.preventDefault();
    leaving = true;
    const words = document.querySelector("[data-words-sending]");
    form.querySelector(".tip-wait").textContent = words?.dataset.wordsSending ?? "";
    if (form.elements.nonce.value) return;
    event.preventDefault();
    ready.then(() => form.submit());
  });
  // Coming back by «back», the form can be sent again.
  window.addEventListener("pageshow", () => {
    leaving = false;
    form.querySelector(".tip-wait").textContent = "";
  });
}
