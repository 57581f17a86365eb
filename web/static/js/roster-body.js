// @ts-check
/** The shifts: a bar a shift, its breaks drawn inside it. */
import { spansOf } from "./roster-geometry.js";
import { svg } from "./svg.js";

/**
 * @typedef {import("./roster.js").Data} Data
 * @typedef {import("./roster.js").Shift} Shift
 * @typedef {import("./roster-geometry.js").Scale} Scale
 */

const INSET = 4;

/**
 * @param {Data} data
 * @param {Scale} scale
 * @param {number} rowHeight
 * @param {SVGElement} cursor
 * @param {SVGElement} ring
 * @returns {SVGElement}
 */
export function drawBody(data, scale, rowHeight, cursor, ring) {
  const height = data.rows.length * rowHeight;
  const root = svg("svg", {
    width: scale.width,
    height,
    viewBox: `0 0 ${scale.width} ${height}`,
    "aria-hidden": "true",
  });
  root.append(svg("defs", {}, [leavePattern()]));
  scale.panels.forEach((panel, i) => {
    const closed = data.segments[i].closed ? " day-closed" : "";
    root.append(svg("rect", { class: `day-ground${closed}`, x: panel.x, y: 0, width: panel.width, height }));
  });
  root.append(svg("path", { class: "hour-lines", d: hourLines(data, scale, height) }));
  root.append(svg("path", { class: "row-lines", d: rowLines(data.rows.length, rowHeight, scale.width) }));
  cursor.setAttribute("height", String(height));
  root.append(cursor);
  data.rows.forEach((row, i) => {
    for (const shift of row.shifts) root.append(...shiftBars(shift, scale, i * rowHeight, rowHeight));
  });
  root.append(ring);
  return root;
}

/**
 * Put the ring around a shift, or away.
 *
 * @param {SVGElement} ring
 * @param {Scale} scale
 * @param {Shift | null | undefined} shift
 * @param {number} row
 * @param {number} rowHeight
 */
export function drawFocus(ring, scale, shift, row, rowHeight) {
  const [span] = shift ? spansOf(scale, shift.start, shift.end) : [];
  ring.setAttribute("x", String((span?.x ?? 0) - 1.5));
  ring.setAttribute("y", String(row * rowHeight + INSET - 1.5));
  ring.setAttribute("width", String(span ? span.width + 3 : 0));
  ring.setAttribute("height", String(span ? rowHeight - 2 * INSET + 3 : 0));
}

/**
 * @param {Shift} shift
 * @param {Scale} scale
 * @param {number} top
 * @param {number} rowHeight
 * @returns {SVGElement[]}
 */
function shiftBars(shift, scale, top, rowHeight) {
  const y = top + INSET;
  const height = rowHeight - 2 * INSET;
  /** @type {SVGElement[]} */
  const bars = [];
  const first = shift.activities.find(([, , , work]) => work !== null)?.[3] ?? null;
  const base = shift.leave ? "bar bar-leave" : `bar ${first === null ? "bar-other" : `work-${first % 8}`}`;
  for (const span of spansOf(scale, shift.start, shift.end)) {
    bars.push(svg("rect", { class: base, x: span.x, y, width: span.width, height, rx: 3 }));
  }
  if (shift.leave) return bars;
  for (const activity of shift.activities) {
    const [kind, start, end, work] = activity;
    if (kind === "work" && (work === null || work === first)) continue; // the bar itself shows it
    for (const span of spansOf(scale, start, end)) {
      bars.push(activityBar(activity, span, y, height));
    }
  }
  return bars;
}

/**
 * A break is a notch in the middle of the bar, a meal one through its whole height: told apart without colour.
 *
 * @param {import("./roster.js").Activity} activity
 * @param {import("./roster-geometry.js").Span} span
 * @param {number} y
 * @param {number} height
 */
function activityBar([kind, , , work], span, y, height) {
  const place = { x: span.x, width: Math.max(1.5, span.width) };
  if (kind === "break") {
    return svg("rect", { class: "bar-break", ...place, y: y + height * 0.25, height: height * 0.5, rx: 1 });
  }
  if (kind === "meal") return svg("rect", { class: "bar-meal", ...place, y: y + 1, height: height - 2 });
  const shade = kind === "work" ? `work-${(work ?? 0) % 8}` : "bar-other";
  return svg("rect", { class: `bar ${shade}`, ...place, y, height });
}

function leavePattern() {
  return svg(
    "pattern",
    { id: "leave-stripes", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    [
      svg("rect", { class: "leave-ground", width: 6, height: 6 }),
      svg("rect", { class: "leave-stripe", width: 2, height: 6 }),
    ],
  );
}

/** @param {Data} data @param {Scale} scale @param {number} height */
function hourLines(data, scale, height) {
  const every = scale.perMinute * 60 > 28 ? 1 : 3;
  return data.ticks
    .filter((tick) => Number.parseInt(tick.label, 10) % every === 0)
    .flatMap((tick) => spansOf(scale, tick.at, tick.at + 1).map((span) => `M${span.x.toFixed(1)} 0V${height}`))
    .join("");
}

/** @param {number} count @param {number} rowHeight @param {number} width */
function rowLines(count, rowHeight, width) {
  let path = "";
  for (let i = 1; i <= count; i++) path += `M0 ${i * rowHeight - 0.5}H${width}`;
  return path;
}
