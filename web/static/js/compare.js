// @ts-check
/** The comparison page: agents required by hour, and the study behind it. */
import { caseSliders } from "./case-sliders.js";
import { drawCharts, intervalAxis, legend, shown, tooltip, valueAxis } from "./charts.js";
import { printButtons, submitOnChange } from "./page.js";
import { heatCharts } from "./study-heat.js";
import { moneyCharts } from "./study-money.js";
import { serviceCharts } from "./study-service.js";

/** @typedef {import("./charts.js").Colour} Colour */

const DASHES = ["solid", "dashed", "dotted"];

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function hours(data, colour, narrow) {
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

submitOnChange();
printButtons();
caseSliders();
drawCharts({ hours, ...heatCharts, ...moneyCharts, ...serviceCharts });
