// Fills a tooth's surfaces as its code is typed; Enter and the arrows go from tooth to tooth.
const states = { V: "sound", X: "missing", J: "lost", U: "unerupted", "/": "unknown", "": "unknown" };

function draw(input) {
  const [surfaces] = input.value.toUpperCase().trim().split("-");
  const tooth = input.closest("li").querySelector("[data-tooth]");
  const state = states[surfaces] ?? "treated";
  tooth.setAttribute("class", `tooth tooth--${state}`);
  for (const part of tooth.querySelectorAll("[data-surface]")) {
    const done = state === "treated" && surfaces.includes(part.dataset.surface);
    part.classList.toggle("tooth__part--done", done);
  }
}

function go(event, inputs) {
  const steps = { Enter: 1, ArrowRight: 1, ArrowLeft: -1 };
  const at = inputs.indexOf(event.target);
  const next = inputs[at + steps[event.key]];
  const within = event.key !== "Enter" && event.target.value !== "";
  if (!next || within) return;
  event.preventDefault();
  next.focus();
  next.select();
}

for (const mouth of document.querySelectorAll("[data-mouth]")) {
  const inputs = [...mouth.querySelectorAll("input")];
  mouth.addEventListener("input", (event) => draw(event.target));
  mouth.addEventListener("keydown", (event) => {
    if (["Enter", "ArrowRight", "ArrowLeft"].includes(event.key)) go(event, inputs);
  });
}
