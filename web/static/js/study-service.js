// @ts-check
/** Charts of the study on simulated service: points with the band that holds nine of ten weeks, and the curve. */
import { legend, shown, tooltip, valueAxis } from "./charts.js";
import { nameAxis, nameGrid } from "./study-money.js";

/** @typedef {import("./charts.js").Colour} Colour */

/** @type {Record<string, string>} */
const MARKS = { loses: "▼", gains: "▲", "may be chance": "●" };

/** Series side by side also differ by shape. */
const SHAPES = ["●", "■", "◆"];
const ICONS = ["circle", "rect", "diamond"];

/** @param {any[]} series @param {Colour} colour @param {boolean} narrow @param {string[]} more */
function shapedLegend(series, colour, narrow, more = []) {
  const data = [...more.map((name) => ({ name })), ...series.map((s, k) => ({ name: s.name, icon: ICONS[k % 3] }))];
  return legend(colour, { data, ...(narrow ? { left: 0, type: "scroll" } : {}) });
}

/** @param {number | null} share */
const percent = (share) => (share === null ? "–" : `${shown(100 * share)} %`);

/**
 * A point with a line from low to high. `place` is where the series lies among its neighbours, in pixels.
 *
 * @param {boolean} lying whether values run along the x axis
 * @param {number} place
 * @param {string[]} colours of each point
 * @param {string[]} marks a text to draw each point as; empty for a dot
 */
function banded(lying, place, colours, marks) {
  return (/** @type {any} */ params, /** @type {any} */ api) => {
    const [index, value, low, high] = [0, 1, 2, 3].map((i) => api.value(i));
    const at = (/** @type {number} */ v) => {
      const [x, y] = api.coord(lying ? [v, index] : [index, v]);
      return lying ? [x, y + place] : [x + place, y];
    };
    const [x, y] = at(value);
    const colour = colours[params.dataIndex % colours.length];
    const mark = marks[params.dataIndex];
    const known = Number.isFinite(low) && Number.isFinite(high);
    const [a, b] = known ? [at(low), at(high)] : [[x, y], [x, y]];
    return {
      type: "group",
      children: [
        { type: "line", shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: colour, lineWidth: 2 } },
        mark
          ? { type: "text", x, y, style: { text: mark, fill: colour, fontSize: 13, align: "center", verticalAlign: "middle" } }
          : { type: "circle", shape: { cx: x, cy: y, r: 3.5 }, style: { fill: colour } },
      ],
    };
  };
}

/** Rows for a custom series: index, value, low, high. @param {(number[] | null)[]} points */
const rows = (points) => points.flatMap((p, i) => (p === null ? [] : [[i, ...p]]));

/** @param {any} p */
const told = (p) => `${p.seriesName} ${percent(p.value[1])} (${percent(p.value[2])} to ${percent(p.value[3])})`;

/** @param {Colour} colour */
const shareAxis = (colour) => ({ ...valueAxis(colour), scale: true, max: 1, axisLabel: { color: colour("muted"), formatter: (/** @type {number} */ v) => `${shown(100 * v)}%`, hideOverlap: true } });

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function service(data, colour, narrow) {
  const count = data.series.length;
  return {
    grid: nameGrid(narrow),
    legend: shapedLegend(data.series, colour, narrow, ["goal"]),
    tooltip: tooltip(colour, { formatter: (/** @type {any} */ p) => (p.seriesName === "goal" ? `${data.names[p.value[0]]}\ngoal ${percent(p.value[1])}` : `${data.names[p.value[0]]}\n${told(p)}`) }),
    xAxis: shareAxis(colour),
    yAxis: { ...nameAxis(colour, data.names, narrow), splitLine: { show: true, lineStyle: { color: colour("line") } } },
    series: [
      {
        name: "goal",
        type: "custom",
        itemStyle: { color: colour("ink") },
        encode: { x: [1], y: 0 },
        data: data.goals.flatMap((/** @type {number | null} */ g, /** @type {number} */ i) => (g === null ? [] : [[i, g]])),
        renderItem: (/** @type {any} */ _, /** @type {any} */ api) => {
          const [x, y] = api.coord([api.value(1), api.value(0)]);
          const half = 0.42 * api.size([0, 1])[1];
          return { type: "line", shape: { x1: x, y1: y - half, x2: x, y2: y + half }, style: { stroke: colour("ink"), lineWidth: 1 } };
        },
      },
      ...data.series.map((/** @type {any} */ s, /** @type {number} */ k) => ({
        name: s.name,
        type: "custom",
        itemStyle: { color: colour(`series-${s.place % 8}`) },
        encode: { x: [1, 2, 3], y: 0 },
        data: rows(s.points),
        renderItem: banded(true, (k - (count - 1) / 2) * 9, [colour(`series-${s.place % 8}`)], count > 1 ? s.points.map(() => SHAPES[k % 3]) : []),
      })),
    ],
  };
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function times(data, colour, narrow) {
  const count = data.series.length;
  const starts = data.names.map((/** @type {string} */ n) => n.split("-")[0]);
  return {
    grid: { left: 52, right: 16, top: 36, bottom: 28 },
    legend: shapedLegend(data.series, colour, narrow),
    tooltip: tooltip(colour, { formatter: (/** @type {any} */ p) => `${data.names[p.value[0]]}\n${told(p)}` }),
    xAxis: { type: "category", data: starts, axisLabel: { color: colour("muted") }, axisLine: { lineStyle: { color: colour("line") } } },
    yAxis: shareAxis(colour),
    series: data.series.map((/** @type {any} */ s, /** @type {number} */ k) => ({
      name: s.name,
      type: "custom",
      itemStyle: { color: colour(`series-${s.place % 8}`) },
      encode: { x: 0, y: [1, 2, 3] },
      data: rows(s.points),
      renderItem: banded(false, (k - (count - 1) / 2) * 9, [colour(`series-${s.place % 8}`)], count > 1 ? s.points.map(() => SHAPES[k % 3]) : []),
    })),
  };
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function changes(data, colour, narrow) {
  /** @type {Record<string, string>} */
  const by = { loses: colour("short"), gains: colour("series-0"), "may be chance": colour("muted") };
  return {
    grid: nameGrid(narrow, 12, 210, 44),
    tooltip: tooltip(colour, {
      formatter: (/** @type {any} */ p) => {
        const [change, low, high] = [1, 2, 3].map((i) => shown(100 * p.value[i]));
        return `${data.names[p.value[0]]}\n${data.verdicts[p.value[0]]}: ${change} points (${low} to ${high})`;
      },
    }),
    xAxis: {
      ...valueAxis(colour),
      axisLabel: { color: colour("muted"), formatter: (/** @type {number} */ v) => `${v > 0 ? "+" : ""}${shown(100 * v)}` },
      name: "percentage points: ▼ loses, ▲ gains, ● may be chance",
      nameLocation: "middle",
      nameGap: 24,
      nameTextStyle: { color: colour("muted") },
    },
    yAxis: nameAxis(colour, data.names, narrow),
    series: [
      {
        name: "change",
        type: "custom",
        encode: { x: [1, 2, 3], y: 0 },
        data: rows(data.points),
        renderItem: banded(true, 0, data.verdicts.map((/** @type {string} */ v) => by[v]), data.verdicts.map((/** @type {string} */ v) => MARKS[v])),
      },
    ],
  };
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function stress(data, colour, narrow) {
  const usual = data.usual.map((/** @type {number | null} */ v) => (v === null ? null : [v, v, v]));
  const one = (/** @type {string} */ name, /** @type {any[]} */ points, /** @type {string} */ key, /** @type {number} */ place) => ({
    name,
    type: "custom",
    itemStyle: { color: colour(key) },
    encode: { x: [1, 2, 3], y: 0 },
    data: rows(points),
    renderItem: banded(true, place, [colour(key)], []),
  });
  return {
    grid: nameGrid(narrow),
    legend: legend(colour),
    tooltip: tooltip(colour, { formatter: (/** @type {any} */ p) => `${data.names[p.value[0]]}\n${told(p)}` }),
    xAxis: shareAxis(colour),
    yAxis: { ...nameAxis(colour, data.names, narrow), splitLine: { show: true, lineStyle: { color: colour("line") } } },
    series: [one("usual week", usual, "series-0", -6), one("bad week", data.points, "short", 6)],
  };
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function curve(data, colour, narrow) {
  const kinds = [...new Set(data.lines.map((/** @type {any} */ l) => l.kind))];
  return {
    grid: { left: 48, right: 24, top: narrow ? 60 : 48, bottom: 44 },
    legend: legend(colour, { left: 0, type: narrow ? "scroll" : "plain" }),
    tooltip: tooltip(colour, { formatter: (/** @type {any} */ p) => `${p.seriesName}\n${percent(p.value[0])}: ${shown(p.value[1])} agents` }),
    xAxis: { ...shareAxis(colour), min: 0, max: 1, name: "share of people cross-skilled", nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colour("muted") } },
    yAxis: { ...valueAxis(colour), scale: true },
    series: data.lines.map((/** @type {any} */ line) => {
      const k = kinds.indexOf(line.kind);
      return {
        name: line.name,
        type: "line",
        symbol: ["circle", "rect", "diamond"][k % 3],
        symbolSize: 7,
        data: line.points,
        lineStyle: { color: colour(`series-${k}`), width: 2, type: line.cap ? "solid" : "dotted" },
        itemStyle: { color: colour(`series-${k}`) },
      };
    }),
  };
}

export const serviceCharts = {
  service,
  times,
  "changes-department": changes,
  "changes-queue": changes,
  "changes-time-of-day": changes,
  stress,
  curve,
};
