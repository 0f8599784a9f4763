// Shows chosen pictures before they are sent, and counts what is left in a long answer.
const list = (input) => {
  const there = input.parentElement.querySelector(".pictures");
  if (there) return there;
  const made = document.createElement("ul");
  made.className = "pictures";
  input.after(made);
  return made;
};

function size(bytes) {
  const unit = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  const language = document.documentElement.lang;
  const format = { style: "unit", unit: unit[0], maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, format).format(bytes / unit[1]);
}

// data: and not blob: because the page's policy lets pictures come from itself and from data only.
function picture(file) {
  const item = document.createElement("li");
  item.className = "picture";
  const words = document.createElement("span");
  const weight = document.createElement("small");
  weight.textContent = size(file.size);
  words.append(file.name, document.createElement("br"), weight);
  const reader = new FileReader();
  reader.onload = () => {
    const image = new Image();
    image.alt = file.name;
    image.onload = () => item.prepend(image);
    image.src = reader.result;
  };
  reader.readAsDataURL(file);
  item.append(words);
  return item;
}

document.addEventListener("change", (event) => {
  const input = event.target.closest("input[type=file][data-preview]");
  if (input) list(input).replaceChildren(...[...input.files].map(picture));
});

function count(area) {
  let counter = area.nextElementSibling;
  if (!counter?.matches(".counter")) {
    counter = document.createElement("span");
    counter.className = "counter";
    counter.setAttribute("aria-hidden", "true");
    area.after(counter);
  }
  counter.textContent = `${area.value.length} / ${area.maxLength}`;
  counter.classList.toggle("counter--near", area.value.length > area.maxLength * 0.9);
}

document.querySelectorAll("textarea[maxlength]").forEach(count);
document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[maxlength]")) count(event.target);
});
