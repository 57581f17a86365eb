// @ts-check
/** The head of the grid: days and hours, and the coverage strip with what is required, scheduled, over and short. */
import { labelledTicks, niceCeiling, spansOf, stepPath, xOf } from "./roster-geometry.js";
import { svg } from "./svg.js";

/**
 * @typedef {import("./roster.js").Data} Data
 * @typedef {import("./roster-geometry.js").Scale} Scale
 */

const DAY_LABEL = 15;
const HOUR_LABEL = 30;
const LEVEL_TOP = 42;
const LEVEL_BOTTOM = 92;
const NET_MIDDLE = 113;
const NET_HALF = 17;
export const HEAD_HEIGHT = 134;

/** The top of each axis, from the intervals that are shown. @param {Data} data */
function tops(data) {
  const { required, scheduled, short, over } = data.coverage;
  const highest = (/** @type {number[]} */ values) =>
    values.reduce((most, value, i) => (value > most && isShown(data, i) ? value : most), 1);
  return {
    level: niceCeiling(Math.max(highest(required), highest(scheduled))),
    net: niceCeiling(Math.max(highest(short), highest(over))),
  };
}

/** @param {Data} data @param {number} slot */
function isShown(data, slot) {
  return data.segments.some((day) => slot * data.minutes < day.to && (slot + 1) * data.minutes > day.from);
}

/**
 * Write the numbers of both axes beside the strip.
 *
 * @param {Data} data
 * @param {HTMLElement} place
 */
export function stripLayout(data, place) {
  const top = tops(data);
  const text = (/** @type {number} */ y, /** @type {string} */ label, /** @type {string} */ kind) =>
    svg("text", { class: `axis ${kind}`, x: 196, y, "text-anchor": "end" }, [label]);
  place.replaceChildren(
    svg("svg", { width: 200, height: HEAD_HEIGHT }, [
      text(LEVEL_TOP + 8, `${top.level} agents`, ""),
      text(LEVEL_BOTTOM, "0", ""),
      text(NET_MIDDLE - NET_HALF + 9, `▲ +${top.net}`, "axis-over"),
      text(NET_MIDDLE + NET_HALF, `▼ −${top.net}`, "axis-short"),
    ]),
  );
}

/**
 * @param {Data} data
 * @param {Scale} scale
 * @param {SVGElement} cursor
 * @returns {SVGElement}
 */
export function drawHead(data, scale, cursor) {
  const top = tops(data);
  const level = (/** @type {number} */ v) => LEVEL_BOTTOM - (v / top.level) * (LEVEL_BOTTOM - LEVEL_TOP);
  const root = svg("svg", { width: scale.width, height: HEAD_HEIGHT, "aria-hidden": "true" });
  root.append(...dayLabels(data, scale), ...hourLabels(data, scale));
  const { required, scheduled, short, over } = data.coverage;
  root.append(svg("path", { class: "strip-scheduled", d: bars(data, scale, scheduled, LEVEL_BOTTOM, level) }));
  root.append(svg("path", { class: "strip-required", d: stepPath(scale, required, data.minutes, level) }));
  const up = (/** @type {number} */ v) => NET_MIDDLE - (v / top.net) * NET_HALF;
  // A shortage is seen however small it is beside the largest surplus.
  const down = (/** @type {number} */ v) => NET_MIDDLE + Math.max(v < 0.05 ? 0 : 2, (v / top.net) * NET_HALF);
  root.append(svg("path", { class: "strip-over", d: bars(data, scale, over, NET_MIDDLE, up) }));
  root.append(svg("path", { class: "strip-short", d: bars(data, scale, short, NET_MIDDLE, down) }));
  root.append(
    svg("path", { class: "strip-zero", d: scale.panels.map((p) => `M${p.x} ${NET_MIDDLE}h${p.width}`).join("") }),
  );
  cursor.setAttribute("y", String(HOUR_LABEL + 4));
  cursor.setAttribute("height", String(HEAD_HEIGHT - HOUR_LABEL - 4));
  root.append(cursor);
  return root;
}

/**
 * Bars from `base` to the value of each interval, as one path.
 *
 * @param {Data} data
 * @param {Scale} scale
 * @param {number[]} values
 * @param {number} base
 * @param {(value: number) => number} y
 */
function bars(data, scale, values, base, y) {
  let path = "";
  values.forEach((value, i) => {
    if (value <= 0) return;
    for (const span of spansOf(scale, i * data.minutes, (i + 1) * data.minutes)) {
      path += `M${span.x.toFixed(1)} ${base}V${y(value).toFixed(1)}h${span.width.toFixed(1)}V${base}Z`;
    }
  });
  return path;
}

/** @param {Data} data @param {Scale} scale */
function dayLabels(data, scale) {
  return scale.panels.map((panel, i) => {
    const day = data.segments[i];
    return svg("text", { class: day.closed ? "day-label is-closed" : "day-label", x: panel.x + 2, y: DAY_LABEL }, [
      day.label,
    ]);
  });
}

/** @param {Data} data @param {Scale} scale */
function hourLabels(data, scale) {
  const short = scale.perMinute * 60 < 34;
  return labelledTicks(data.ticks, scale, short ? 26 : 46).map((tick) =>
    svg("text", { class: "hour-label", x: (xOf(scale, tick.at) ?? 0) + 2, y: HOUR_LABEL }, [
      short ? tick.label.slice(0, 2) : tick.label,
    ]),
  );
}
