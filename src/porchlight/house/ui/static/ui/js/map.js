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

document.addEventListener("click", (event) => {
  const area = event.target.closest("[data-map-choose] [data-place]");
  if (!area) return;
  const picture = area.closest("svg");
  const name = area.closest("[data-map-choose]").dataset.mapChoose;
  const form = document.querySelector(`[name="${name}"]`)?.form;
  if (!form) return;
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  pin(picture, at.x, at.y);
  form.elements[name].value = area.dataset.place;
  const place = picture.dataset.projection && unproject(JSON.parse(picture.dataset.projection), at.x, at.y);
  for (const [part, value] of Object.entries({ lat: place?.[0], lon: place?.[1] })) {
    const field = form.elements[`${name}_${part}`];
    if (field && value !== undefined) field.value = value.toFixed(5);
  }
  form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
});
