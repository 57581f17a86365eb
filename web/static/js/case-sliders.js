// @ts-check
/** The business case with other values: sliders ask the server for the case again, and the address holds the values. */

/** @param {number} value @param {DOMStringMap} reading */
export function inWords(value, { scale = "1", before = "", after = "", decimals = "0" }) {
  const text = (value * Number(scale)).toLocaleString("en-GB", { maximumFractionDigits: Number(decimals) });
  return `${before}${text}${after}`;
}

/**
 * The address of the page with the values of the sliders that were moved.
 *
 * @param {string} against
 * @param {{ name: string, value: string, usual: string }[]} sliders
 */
export function address(against, sliders) {
  const query = new URLSearchParams({ against });
  for (const { name, value, usual } of sliders) if (Number(value) !== Number(usual)) query.set(name, value);
  return `?${query}`;
}

/** @param {HTMLInputElement} slider */
function tell(slider) {
  const text = inWords(slider.valueAsNumber, slider.dataset);
  const output = slider.form?.querySelector(`output[for="${slider.id}"]`);
  if (output) output.textContent = text;
  slider.setAttribute("aria-valuetext", text);
  slider.closest(".slider")?.classList.toggle("slider-moved", slider.valueAsNumber !== Number(slider.dataset.usual));
}

/** @param {HTMLFormElement} form @param {any} found */
function show(form, found) {
  const figures = [...form.querySelectorAll("[data-headline]")];
  found.headlines.forEach((/** @type {any} */ headline, /** @type {number} */ i) => {
    for (const [part, text] of Object.entries(headline)) {
      const place = figures[i]?.querySelector(`[data-part="${part}"]`);
      if (place) place.textContent = String(text);
    }
  });
  for (const [sheet, html] of Object.entries(found.tables)) {
    const made = document.createElement("template");
    made.innerHTML = String(html).trim();
    document.querySelector(`#case [data-table="${sheet}"]`)?.replaceWith(made.content);
  }
  for (const [name, data] of Object.entries(found.charts)) {
    document.querySelector(`#case [data-chart="${name}"]`)?.dispatchEvent(new CustomEvent("wfm:data", { detail: data }));
  }
}

/** Let the sliders of the page ask again whenever one moves: one question at a time, the last one always asked. */
export function caseSliders() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-case]"));
  if (!form) return;
  const sliders = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[type="range"]')]);
  const said = form.querySelector("[data-said]");
  const reset = /** @type {HTMLElement | null} */ (form.querySelector("[data-reset]"));
  const against = /** @type {HTMLInputElement} */ (form.elements.namedItem("against")).value;
  let asking = false;
  let moved = false;
  let released = false;

  /** Say the result to a screen reader once a slider is let go. */
  function announce() {
    const figures = [...(form?.querySelectorAll("[data-headline]") ?? [])].slice(0, 2);
    const text = figures.map((f) => f.textContent?.replace(/\s+/g, " ").trim()).join(", ");
    if (said && form && !("failed" in form.dataset)) said.textContent = text;
    released = false;
  }

  async function ask() {
    moved = true;
    if (asking || !form) return;
    asking = true;
    while (moved) {
      moved = false;
      const query = address(against, sliders.map((s) => ({ name: s.name, value: s.value, usual: s.dataset.usual ?? "" })));
      try {
        const answer = await fetch(`${form.dataset.case}${query}`, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.statusText);
        show(form, await answer.json());
        history.replaceState(null, "", `${query}${location.hash}`);
        form.removeAttribute("data-failed");
      } catch {
        form.dataset.failed = "";
        if (said) said.textContent = "The case could not be found again. Try once more.";
      }
    }
    if (reset) reset.hidden = !form.querySelector(".slider-moved");
    asking = false;
    if (released) announce();
    form.dataset.asked = String(Number(form.dataset.asked ?? 0) + 1);
  }

  form.addEventListener("input", (event) => {
    tell(/** @type {HTMLInputElement} */ (event.target));
    void ask();
  });
  form.addEventListener("change", () => {
    released = true;
    void ask();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask();
  });
  reset?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const slider of sliders) {
      slider.value = slider.dataset.usual ?? slider.value;
      tell(slider);
    }
    void ask();
  });
}
