// A press on the map fills in the place. The field beside it does the same without a map.
const RAD = Math.PI / 180;

// The inverse of projection.py (Snyder, USGS 1395, section 14).
function unproject([lon0, lat0, lat1, lat2, scale, shiftX, shiftY], x, y) {
  const n = (Math.sin(lat1 * RAD) + Math.sin(lat2 * RAD)) / 2;
  const c = Math.cos(lat1 * RAD) ** 2 + 2 * n * Math.sin(lat1 * RAD);
  const rho0 = Math.sqrt(c - 2 * n * Math.sin(lat0 * RAD)) / n;
  const east = (x - shiftX) / scale;
  const north = rho0 - (shiftY - y) / scale;
  const rho = Math.hypot(east, north);
  const lat = Math.asin((c - (rho * n) ** 2) / (2 * n)) / RAD;
  return [lat, lon0 + Math.atan2(east, north) / n / RAD];
}

function pin(picture, x, y) {
  let mark = picture.querySelector("[data-chosen]");
  if (!mark) {
    mark = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    mark.setAttribute("class", "map__pin map__pin--wait");
    mark.setAttribute("r", "11");
    mark.dataset.chosen = "";
    picture.append(mark);
  }
  mark.setAttribute("cx", x);
  mark.setAttribute("cy", y);
}

const STEP = 8;
const LEAP = 40;

function choose(picture, area, x, y) {
  const figure = picture.closest("[data-map-choose]");
  const name = figure.dataset.mapChoose;
  const form = document.querySelector(`[name="${name}"]`)?.form;
  if (!form) return;
  pin(picture, x, y);
  form.elements[name].value = area.dataset.place;
  figure.querySelector(".map__chosen").textContent = area.dataset.place;
  const place = picture.dataset.projection && unproject(JSON.parse(picture.dataset.projection), x, y);
  for (const [part, value] of Object.entries({ lat: place?.[0], lon: place?.[1] })) {
    const field = form.elements[`${name}_${part}`];
    if (field && value !== undefined) field.value = value.toFixed(5);
  }
  form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const area = event.target.closest("[data-map-choose] [data-place]");
  if (!area) return;
  const picture = area.closest("svg");
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  choose(picture, area, at.x, at.y);
});

// The same by keyboard: arrows move the mark (with Shift far), Enter takes the area below it.
document.addEventListener("keydown", (event) => {
  const picture = event.target.closest?.("[data-map-choose] svg");
  if (!picture) return;
  const { width, height } = picture.viewBox.baseVal;
  const mark = picture.querySelector("[data-chosen]");
  let x = Number(mark?.getAttribute("cx") ?? width / 2);
  let y = Number(mark?.getAttribute("cy") ?? height / 2);
  if (event.key === "Enter" || event.key === " ") {
    const area = [...picture.querySelectorAll("[data-place]")].find((each) => each.isPointInFill(new DOMPoint(x, y)));
    if (area) choose(picture, area, x, y);
  } else {
    const step = event.shiftKey ? LEAP : STEP;
    const [right, down] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key] ?? [];
    if (right === undefined) return;
    x = Math.min(width - 16, Math.max(0, x + right * step));
    y = Math.min(height - 16, Math.max(0, y + down * step));
    pin(picture, x, y);
  }
  event.preventDefault();
});
