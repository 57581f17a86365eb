// @ts-check
/**
 * The roster page: draws the grid from the data in the page, again whenever its width changes, and lets mouse and
 * keyboard read it.
 */
import { drawHead, stripLayout } from "./roster-strip.js";
import { drawBody, drawFocus } from "./roster-body.js";
import { clockOf, minuteAt, moveFocus, spansOf, timeScale } from "./roster-geometry.js";
import { embedded, submitOnChange } from "./page.js";
import { svg } from "./svg.js";

/**
 * @typedef {import("./roster-geometry.js").Tick} Tick
 * @typedef {import("./roster-geometry.js").Scale} Scale
 * @typedef {[kind: string, start: number, end: number, work: number | null]} Activity
 * @typedef {{day: string, start: number, end: number, leave: boolean, paid: number, activities: Activity[]}} Shift
 * @typedef {{name: string, shifts: Shift[]}} Row   A department's heading has no shifts.
 * @typedef {{day: string, label: string, from: number, to: number, closed: boolean}} Day
 * @typedef {{required: number[], scheduled: number[], short: number[], over: number[]}} Cover
 * @typedef {{minutes: number, segments: Day[], ticks: Tick[], works: string[], coverage: Cover, rows: Row[]}} Data
 */

const GAP = 6;
const NARROWEST = { week: 1000, day: 640 };
const PAPER = { width: 840, row: 22 }; // beside the names on A4 across, as the style sheet prints it

/** @param {HTMLElement} box */
function mount(box) {
  /** @type {Data} */
  const data = embedded("[data-roster-data]");
  const head = /** @type {HTMLElement} */ (box.querySelector("[data-head]"));
  const body = /** @type {HTMLElement} */ (box.querySelector("[data-body]"));
  const names = /** @type {HTMLElement[]} */ ([...box.querySelectorAll(".grid-names li")]);
  const readout = /** @type {HTMLElement} */ (box.querySelector("[data-readout]"));
  const rowHeight = Number.parseFloat(getComputedStyle(box).getPropertyValue("--row"));
  const rows = data.rows.map((row) => row.shifts);
  /** @type {Scale} */
  let scale = timeScale([], 0, 0);
  /** @type {number | null} */
  let slot = null;
  /** @type {{row: number, index: number} | null} */
  let focus = null;
  const cursors = [svg("rect", { class: "cursor" }), svg("rect", { class: "cursor" })];
  const ring = svg("rect", { class: "focus-ring", rx: 4 });

  const draw = () => {
    if (matchMedia("print").matches) {
      drawForPaper();
      return;
    }
    const least = box.dataset.shape === "day" ? NARROWEST.day : NARROWEST.week;
    const beside = names[0]?.parentElement?.offsetWidth ?? 0;
    scale = timeScale(data.segments, Math.max(least, box.clientWidth - beside - 2), GAP);
    head.replaceChildren(drawHead(data, scale, cursors[0]));
    body.replaceChildren(drawBody(data, scale, rowHeight, cursors[1], ring));
    showSlot(slot);
    drawFocus(ring, scale, focus && rows[focus.row][focus.index], focus ? focus.row : 0, rowHeight);
  };

  // One picture a row, since a page cannot break inside a picture; without cursor and ring.
  const drawForPaper = () => {
    const paper = timeScale(data.segments, PAPER.width, GAP);
    const aside = () => svg("rect");
    head.replaceChildren(drawHead(data, paper, aside()));
    body.replaceChildren(
      ...data.rows.map((row) => drawBody({ ...data, rows: [row] }, paper, PAPER.row, aside(), aside())),
    );
  };

  /** @param {number | null} next */
  const showSlot = (next) => {
    slot = next;
    const start = (slot ?? -1) * data.minutes;
    const [span] = slot === null ? [] : spansOf(scale, start, start + data.minutes);
    for (const cursor of cursors) {
      cursor.setAttribute("x", String(span ? span.x : 0));
      cursor.setAttribute("width", String(span ? Math.max(1, span.width) : 0));
    }
    if (slot !== null && span) readout.textContent = slotSentence(data, slot);
  };

  /** @param {{row: number, index: number}} next @param {boolean} scroll */
  const showShift = (next, scroll) => {
    focus = next;
    const shift = rows[next.row][next.index];
    drawFocus(ring, scale, shift, next.row, rowHeight);
    readout.textContent = shiftSentence(data, data.rows[next.row].name, shift);
    names.forEach((name, i) => name.classList.toggle("is-focus", i === next.row));
    if (scroll) names[next.row]?.scrollIntoView({ block: "nearest" });
  };

  head.addEventListener("mousemove", (event) => showSlot(slotAt(event.offsetX)));
  head.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 4, PageUp: -4 }[event.key];
    if (step === undefined && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    showSlot(nextSlot(data, slot, event.key, step ?? 0));
  });
  body.addEventListener("mousemove", (event) => {
    const row = Math.floor(event.offsetY / rowHeight);
    const minute = minuteAt(scale, event.offsetX);
    const index = minute === null ? -1 : (rows[row] ?? []).findIndex((s) => s.start <= minute && minute < s.end);
    showSlot(slotAt(event.offsetX));
    if (index >= 0) showShift({ row, index }, false);
  });
  body.addEventListener("click", () => focus && names[focus.row]?.querySelector("a")?.click());
  body.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && focus) names[focus.row]?.querySelector("a")?.click();
    if (!/^(Arrow|Home$|End$)/.test(event.key)) return;
    event.preventDefault();
    const first = rows.findIndex((row) => row.length > 0);
    if (first < 0) return;
    showShift(focus ? moveFocus(rows, focus, event.key) : { row: first, index: 0 }, true);
  });

  /** @param {number} x */
  const slotAt = (x) => {
    const minute = minuteAt(scale, x);
    return minute === null ? null : Math.floor(minute / data.minutes);
  };

  stripLayout(data, /** @type {HTMLElement} */ (box.querySelector("[data-strip-scale]")));
  new ResizeObserver(draw).observe(box);
  addEventListener("beforeprint", drawForPaper);
  addEventListener("afterprint", draw);
}

/** @param {Data} data @param {number} slot */
function slotSentence(data, slot) {
  const minute = slot * data.minutes;
  const day = data.segments.find((d) => minute >= d.from && minute < d.to);
  const { required, scheduled, short, over } = data.coverage;
  const parts = [`required ${fixed(required[slot])}`, `scheduled ${fixed(scheduled[slot])}`];
  if (over[slot] > 0) parts.push(`▲ +${fixed(over[slot])}`);
  if (short[slot] > 0) parts.push(`▼ −${fixed(short[slot])}`);
  return `${day?.label ?? ""} ${clockOf(data.ticks, minute)}: ${parts.join(", ")}`;
}

/** @param {Data} data @param {string} name @param {Shift} shift */
function shiftSentence(data, name, shift) {
  const label = data.segments.find((d) => d.day === shift.day)?.label ?? shift.day;
  if (shift.leave) return `${name}, ${label}: leave, ${fixed(shift.paid)} h`;
  const times = `${clockOf(data.ticks, shift.start)}–${clockOf(data.ticks, shift.end)}`;
  const rests = shift.activities
    .filter(([kind]) => kind !== "work")
    .map(([kind, start]) => `${kind} ${clockOf(data.ticks, start)}`);
  return `${name}, ${label} ${times}, ${fixed(shift.paid)} h paid${rests.length ? `; ${rests.join(", ")}` : ""}`;
}

/**
 * The interval the keyboard goes to, skipping time that is not shown.
 *
 * @param {Data} data @param {number | null} slot @param {string} key @param {number} step
 */
function nextSlot(data, slot, key, step) {
  const shown = data.segments.flatMap((d) => {
    const from = Math.ceil(d.from / data.minutes);
    return Array.from({ length: Math.max(0, Math.ceil(d.to / data.minutes) - from) }, (_, i) => from + i);
  });
  if (shown.length === 0) return null;
  if (key === "Home" || slot === null) return shown[0];
  if (key === "End") return shown[shown.length - 1];
  const at = Math.max(0, shown.indexOf(slot));
  return shown[Math.min(shown.length - 1, Math.max(0, at + step))];
}

/** @param {number | undefined} value */
function fixed(value) {
  return (value ?? 0).toFixed(1);
}

document.addEventListener("click", (event) => {
  const close = event.target instanceof Element && event.target.closest("[data-close-panel]");
  const panel = document.getElementById("panel");
  if (close && panel?.contains(close)) {
    event.preventDefault();
    panel.replaceChildren();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById("panel")?.replaceChildren();
});

const box = document.querySelector("[data-roster]");
if (box instanceof HTMLElement) mount(box);
submitOnChange();
