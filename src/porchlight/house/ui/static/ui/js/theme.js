// Light or dark without loading the page again. Without script the same links do it by address.
document.documentElement.dataset.script = "";

const YEAR_SECONDS = 365 * 24 * 3600;

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-theme-choice]");
  if (!link) return;
  event.preventDefault();
  const choice = link.dataset.themeChoice;
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${choice}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
  for (const other of document.querySelectorAll("[data-theme-choice]")) {
    if (other.dataset.themeChoice === choice) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
});

// An open menu closes when the person goes on elsewhere, as menus do.
document.addEventListener("click", (event) => close(event.target));
document.addEventListener("focusin", (event) => close(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

function close(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

// After a refused form the list of errors is read first.
document.querySelector("[data-summary]")?.focus();
