// @ts-check
/** The comparison page: agents required by hour, a heat map of what another scenario saves, and the study behind it. */
import { caseSliders } from "./case-sliders.js";
import { drawCharts, fixed, intervalAxis, legend, shown, tooltip, valueAxis } from "./charts.js";
import { printButtons, submitOnChange } from "./page.js";
import { moneyCharts } from "./study-money.js";
import { serviceCharts } from "./study-service.js";

/** @typedef {import("./charts.js").Colour} Colour */

const DASHES = ["solid", "dashed", "dotted"];

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function hourly(data, colour, narrow) {
  return {
    grid: { left: 48, right: 16, top: 36, bottom: 28 },
    legend: legend(colour, {
      selected: Object.fromEntries(data.scenarios.map((/** @type {any} */ s) => [s.model, data.drawn.includes(s.model)])),
      ...(narrow ? { left: 0, type: "scroll" } : {}),
    }),
    tooltip: tooltip(colour, {
      trigger: "axis",
      formatter: (/** @type {any[]} */ points) => {
        const i = points[0].dataIndex;
        return [
          `${data.days[i]} ${data.times[i]}`,
          ...data.scenarios.map((/** @type {any} */ s) => `${s.model} ${shown(s.required[i])}`),
        ].join("\n");
      },
    }),
    xAxis: intervalAxis(colour, data.days, data.times, narrow),
    yAxis: valueAxis(colour),
    series: data.scenarios.map((/** @type {any} */ s, /** @type {number} */ i) => ({
      name: s.model,
      type: "line",
      step: "middle",
      symbol: "none",
      data: s.required,
      lineStyle: { color: colour(`series-${i % 8}`), width: 2, type: DASHES[i % DASHES.length] },
      itemStyle: { color: colour(`series-${i % 8}`) },
    })),
  };
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function saving(data, colour, narrow) {
  const cells = data.cells.flatMap((/** @type {(number | null)[]} */ row, /** @type {number} */ y) =>
    row.flatMap((value, x) => (value === null ? [] : [[x, y, value]])),
  );
  const most = Math.max(0.1, ...cells.map((/** @type {number[]} */ c) => Math.abs(c[2])));
  const legible = cells.map((/** @type {number[]} */ value) => ({
    value,
    label: { color: colour(Math.abs(value[2]) > 0.55 * most ? "accent-ink" : "ink") },
  }));
  const axis = { axisLabel: { color: colour("muted") }, axisTick: { show: false }, axisLine: { show: false } };
  return {
    grid: { left: 56, right: 16, top: 8, bottom: 64 },
    tooltip: tooltip(colour, {
      formatter: (/** @type {any} */ p) =>
        `${data.days[p.value[0]]} ${data.times[p.value[1]]}\n${p.value[2] >= 0 ? `${shown(p.value[2])} agents fewer` : `${shown(-p.value[2])} agents more`}`,
    }),
    xAxis: { type: "category", data: data.days, ...axis },
    yAxis: { type: "category", data: data.times, inverse: true, ...axis },
    visualMap: {
      min: -most,
      max: most,
      calculable: false,
      orient: "horizontal",
      left: "center",
      bottom: 8,
      itemHeight: 160,
      text: [`${shown(most)} fewer`, `${shown(most)} more`],
      textStyle: { color: colour("muted") },
      inRange: { color: [colour("short"), colour("surface"), colour("series-0")] },
    },
    series: [
      {
        type: "heatmap",
        data: legible,
        label: { show: !narrow, formatter: (/** @type {any} */ p) => fixed(p.value[2]), fontSize: 11 },
        itemStyle: { borderColor: colour("surface"), borderWidth: 2, borderRadius: 3 },
      },
    ],
  };
}

submitOnChange();
printButtons();
caseSliders();
drawCharts({ hourly, saving, ...moneyCharts, ...serviceCharts });
