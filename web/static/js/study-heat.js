// @ts-check
/** Heat maps of the study: when another model needs fewer agents, and who is served better or worse by it. */
import { fixed, shown, tooltip } from "./charts.js";

/** @typedef {import("./charts.js").Colour} Colour */

/** @type {Record<string, string>} */
const MARKS = { loses: " ▼", gains: " ▲", "may be chance": "" };

/**
 * Cells from the colour of a loss over the page's ground to that of a gain, each with its text.
 *
 * @param {Colour} colour
 * @param {{ columns: string[], rows: string[], cells: (number | null)[][], text: (value: number, x: number, y: number) => string, told: (value: number, x: number, y: number) => string, least: number, grid: object, ends: (most: number) => string[], labelled: boolean, top?: boolean }} of
 */
function heatMap(colour, of) {
  const cells = of.cells.flatMap((row, y) => row.flatMap((value, x) => (value === null ? [] : [[x, y, value]])));
  const most = Math.max(of.least, ...cells.map((c) => Math.abs(c[2])));
  const axis = { axisTick: { show: false }, axisLine: { show: false } };
  return {
    grid: of.grid,
    tooltip: tooltip(colour, { formatter: (/** @type {any} */ p) => of.told(p.value[2], p.value[0], p.value[1]) }),
    xAxis: { type: "category", data: of.columns, position: of.top ? "top" : "bottom", ...axis, axisLabel: { color: colour("muted"), interval: 0 } },
    yAxis: { type: "category", data: of.rows, inverse: true, ...axis, axisLabel: { color: colour("ink"), interval: 0, width: 190, overflow: "truncate" } },
    visualMap: {
      min: -most,
      max: most,
      dimension: 2,
      calculable: false,
      orient: "horizontal",
      left: "center",
      bottom: 8,
      itemHeight: 160,
      text: of.ends(most),
      textStyle: { color: colour("muted") },
      inRange: { color: [colour("short"), colour("surface"), colour("series-0")] },
    },
    series: [
      {
        // Not ECharts' own heat map: its cells lie on a layer of their own, which is empty on paper after a change of theme.
        type: "custom",
        encode: { x: 0, y: 1 },
        data: cells,
        renderItem: (/** @type {any} */ _, /** @type {any} */ api) => {
          const [x, y, value] = [0, 1, 2].map((i) => api.value(i));
          const [middle, centre] = api.coord([x, y]);
          const [width, height] = api.size([1, 1]).map((/** @type {number} */ s) => Math.max(1, s - 2));
          const shape = { x: middle - width / 2, y: centre - height / 2, width, height, r: 3 };
          const ink = colour(Math.abs(value) > 0.55 * most ? "accent-ink" : "ink");
          const style = { text: of.text(value, x, y), x: middle, y: centre, fill: ink, fontSize: 11, align: "center", verticalAlign: "middle" };
          const cell = { type: "rect", shape, style: { fill: api.visual("color") } };
          return { type: "group", children: of.labelled ? [cell, { type: "text", style }] : [cell] };
        },
      },
    ],
  };
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function saving(data, colour, narrow) {
  return heatMap(colour, {
    columns: data.days,
    rows: data.times,
    cells: data.cells,
    text: (value) => fixed(value),
    told: (value, x, y) => `${data.days[x]} ${data.times[y]}\n${shown(Math.abs(value))} agents ${value >= 0 ? "fewer" : "more"}`,
    least: 0.1,
    grid: { left: 56, right: 16, top: 8, bottom: 64 },
    ends: (most) => [`${shown(most)} fewer`, `${shown(most)} more`],
    labelled: !narrow,
  });
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function losers(data, colour, narrow) {
  return heatMap(colour, {
    columns: data.models,
    rows: data.names,
    cells: data.cells,
    text: (value, x, y) => `${fixed(100 * value)}${MARKS[data.verdicts[y][x]]}`,
    told: (value, x, y) => `${data.kinds[y]}: ${data.names[y]}\n${data.models[x]} ${data.verdicts[y][x]}: ${fixed(100 * value)} points`,
    least: 0.01,
    grid: { left: narrow ? 108 : 206, right: 16, top: 32, bottom: 64 },
    ends: (most) => [`${fixed(100 * most)} points better`, `${fixed(100 * most)} worse`],
    labelled: !narrow || data.models.length <= FEW,
    top: true,
  });
}

const FEW = 3; // models whose numbers fit a phone

export const heatCharts = { saving, losers };
