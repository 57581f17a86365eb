// @ts-check
/** What pages share: reading their embedded data, and forms that are sent when a choice changes. */

/**
 * The JSON inside an element.
 *
 * @param {string} selector
 * @returns {any} null where there is no such element
 */
export function embedded(selector) {
  const element = document.querySelector(selector);
  return element?.textContent ? JSON.parse(element.textContent) : null;
}

/** Send every form marked so as soon as one of its choices changes: the address then holds the choice. */
export function submitOnChange() {
  for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
    form.addEventListener("change", () => /** @type {HTMLFormElement} */ (form).requestSubmit());
  }
}

/** Show the buttons that print the page, which do nothing without a script. */
export function printButtons() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print]"))) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
