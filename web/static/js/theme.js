// @ts-check
// Runs before the page is drawn: light or dark as the person chose, else as the system says.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = (/** @type {string} */ theme) => {
    root.dataset.bsTheme = theme;
    document.dispatchEvent(new CustomEvent("wfm:theme")); // charts are drawn again in its colours
  };
  const apply = () => show(localStorage.getItem("wfm-theme") ?? (system.matches ? "dark" : "light"));
  apply();
  system.addEventListener("change", apply);
  addEventListener("beforeprint", () => root.dataset.bsTheme === "light" || show("light")); // paper is white
  addEventListener("afterprint", apply);
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-switch]")) return;
    localStorage.setItem("wfm-theme", root.dataset.bsTheme === "dark" ? "light" : "dark");
    apply();
  });
})();
