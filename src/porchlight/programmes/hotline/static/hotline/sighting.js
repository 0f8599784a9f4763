// The map of a state comes when it is asked for; a place typed by hand forgets what was pressed.
const form = document.querySelector("form.tip");
const details = document.querySelector(".tip-map");

async function show(state) {
  const here = details.querySelector(".tip-map__here");
  if (!state) return here.replaceChildren();
  const answer = await fetch(details.dataset.mapAddress.replace("XX", state));
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  here.replaceChildren(...page.body.children);
  form.elements.place_state.value = state;
}

details?.addEventListener("change", (event) => {
  if (event.target.matches("select")) show(event.target.value);
});

form?.elements.place.addEventListener("input", (event) => {
  if (!event.isTrusted) return;
  for (const name of ["place_lat", "place_lon", "place_state"]) form.elements[name].value = "";
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".tip-map [data-place]")) return;
  form.elements.place_state.value = details.querySelector("select").value;
});
