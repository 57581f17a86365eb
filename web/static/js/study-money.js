// @ts-check
/** Charts of the study on staff and money: gain, cash flow, tornado, transition, scores of queues. */
import { fixed, legend, shown, tooltip, valueAxis } from "./charts.js";

/** @typedef {import("./charts.js").Colour} Colour */

const DASHES = ["dotted", "solid", "dashed"]; // low, expected, high
const WIDER = 330; // pixels for the names of inputs with their ranges
/** @type {Record<string, number>} */
const VERDICTS = { centralise: 0, "first line": 2, "keep specialist": 1 };

/** An amount on an axis: 1.5 M, 250 k. @param {number} value */
export function short(value) {
  const size = Math.abs(value) >= 1e6 ? 1e6 : Math.abs(value) >= 1e3 ? 1e3 : 1;
  return `${shown(value / size, size === 1e6 ? 2 : 0)}${size === 1e6 ? " M" : size === 1e3 ? " k" : ""}`;
}

/**
 * Round numbers along an axis that holds both ends.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} count about how many steps
 */
export function roundTicks(low, high, count) {
  const rough = Math.max(high - low, 1) / count;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = size * ([1, 2, 5].find((f) => f * size >= rough) ?? 10);
  return { least: Math.floor(low / step) * step, most: Math.ceil(high / step) * step, step };
}

/** Names down the left side, the first at the top. @param {Colour} colour @param {string[]} names @param {boolean} narrow */
export function nameAxis(colour, names, narrow, width = 210) {
  return {
    type: "category",
    data: names,
    inverse: true,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour("line") }, onZero: false },
    axisLabel: { color: colour("ink"), width: narrow ? 100 : width, overflow: narrow ? "break" : "truncate", interval: 0, ...(narrow ? { fontSize: 11, lineHeight: 12 } : {}) },
  };
}

/** @param {boolean} narrow */
export function nameGrid(narrow, top = 32, width = 210, bottom = 28) {
  return { left: narrow ? 108 : width + 16, right: narrow ? 16 : 40, top, bottom };
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function gain(data, colour, narrow) {
  const names = data.names.map((/** @type {string} */ name, /** @type {number} */ i) => `${name}: ${data.totals[i] > 0 ? "+" : ""}${shown(data.totals[i], 0)}`);
  const widest = Math.max(1, ...data.totals.map((/** @type {number} */ t) => Math.abs(t)));
  return {
    grid: nameGrid(narrow),
    legend: legend(colour, narrow ? { left: 0, type: "scroll" } : {}),
    tooltip: tooltip(colour, { trigger: "item", formatter: (/** @type {any} */ p) => `${p.name}\n${p.seriesName} ${shown(p.value)}` }),
    xAxis: valueAxis(colour),
    yAxis: nameAxis(colour, names, narrow),
    series: data.parts.map((/** @type {any} */ part, /** @type {number} */ i) => ({
      name: part.name,
      type: "bar",
      stack: "all",
      barMaxWidth: 26,
      data: part.values,
      itemStyle: { color: colour(`series-${i}`) },
      label: {
        show: true,
        color: colour("surface"),
        formatter: (/** @type {any} */ p) => (Math.abs(p.value) > (narrow ? 0.3 : 0.08) * widest ? fixed(p.value) : ""),
      },
    })),
  };
}

/** @param {any} data @param {Colour} colour */
function cash(data, colour) {
  return {
    grid: { left: 60, right: 16, top: 32, bottom: 40 },
    legend: legend(colour),
    tooltip: tooltip(colour, {
      trigger: "axis",
      formatter: (/** @type {any[]} */ points) =>
        [`month ${points[0].axisValue}`, ...points.map((p) => `${p.seriesName} ${shown(p.value, 0)}`)].join("\n"),
    }),
    xAxis: {
      type: "category",
      data: data.months,
      name: "month",
      nameLocation: "middle",
      nameGap: 24,
      nameTextStyle: { color: colour("muted") },
      axisLabel: { color: colour("muted"), interval: 11 },
      axisTick: { interval: 11 },
      axisLine: { lineStyle: { color: colour("muted") } },
    },
    yAxis: { ...valueAxis(colour), axisLabel: { color: colour("muted"), formatter: short } },
    series: data.lines.map((/** @type {any} */ line, /** @type {number} */ i) => ({
      name: line.name,
      type: "line",
      symbol: "none",
      data: line.values,
      lineStyle: { color: colour(`series-${[1, 0, 2][i]}`), width: line.name === "expected" ? 2.5 : 1.5, type: DASHES[i] },
      itemStyle: { color: colour(`series-${[1, 0, 2][i]}`) },
      markLine:
        line.name === "expected" && Number.isInteger(data.paid)
          ? { symbol: "none", data: [{ xAxis: String(data.paid) }], lineStyle: { color: colour("muted"), type: "dashed" }, label: { show: false } }
          : undefined,
    })),
  };
}

/** Bars from the expected value to each end: drawn as differences, told as values. @param {any} data @param {Colour} colour @param {boolean} narrow */
function tornado(data, colour, narrow) {
  const names = data.bars.map((/** @type {any} */ b) => (narrow ? b.name : `${b.name} (${b.range})`));
  const ends = [0, ...data.bars.flatMap((/** @type {any} */ b) => [b.low - data.expected, b.high - data.expected])];
  const ticks = roundTicks(Math.min(...ends) + data.expected, Math.max(...ends) + data.expected, narrow ? 3 : 6);
  return {
    grid: nameGrid(narrow, 32, WIDER),
    legend: legend(colour),
    tooltip: tooltip(colour, {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      formatter: (/** @type {any[]} */ points) => {
        const bar = data.bars[points[0].dataIndex];
        return `${bar.name} ${bar.range}\nat low ${shown(bar.low, 0)}\nat high ${shown(bar.high, 0)}`;
      },
    }),
    xAxis: {
      ...valueAxis(colour),
      min: ticks.least - data.expected,
      max: ticks.most - data.expected,
      interval: ticks.step,
      axisLabel: { color: colour("muted"), formatter: (/** @type {number} */ v) => short(Math.round(v + data.expected)), hideOverlap: true },
    },
    yAxis: nameAxis(colour, names, narrow, WIDER),
    series: ["low", "high"].map((end, i) => ({
      name: `input ${end}`,
      type: "bar",
      stack: "all",
      barMaxWidth: 20,
      data: data.bars.map((/** @type {any} */ b) => b[end] - data.expected),
      itemStyle: { color: colour(`series-${1 - i}`) },
    })),
  };
}

/** @param {any} data @param {Colour} colour */
function transition(data, colour) {
  return {
    grid: { left: 48, right: 16, top: 48, bottom: 44 },
    legend: legend(colour, { left: 0, type: "scroll" }),
    tooltip: tooltip(colour, {
      trigger: "axis",
      formatter: (/** @type {any[]} */ points) =>
        [`month ${points[0].axisValue}, ${data.phases[points[0].dataIndex]}`, ...points.map((p) => `${p.seriesName} ${shown(p.value)}`)].join("\n"),
    }),
    xAxis: {
      type: "category",
      data: data.months,
      name: "month",
      nameLocation: "middle",
      nameGap: 26,
      nameTextStyle: { color: colour("muted") },
      axisLabel: { color: colour("muted") },
      axisLine: { lineStyle: { color: colour("line") } },
    },
    yAxis: valueAxis(colour),
    series: [
      ...data.parts.map((/** @type {any} */ part, /** @type {number} */ i) => ({
        name: part.name,
        type: "bar",
        stack: "staff",
        data: part.values,
        itemStyle: { color: colour(`series-${[1, 0, 2, 4][i]}`) },
      })),
      ...(data.available.every((/** @type {any} */ v) => v === null)
        ? []
        : [{ name: "under contract", type: "line", symbol: "none", data: data.available, lineStyle: { color: colour("ink"), type: "dashed", width: 1.5 }, itemStyle: { color: colour("ink") } }]),
    ],
  };
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function scores(data, colour, narrow) {
  return {
    grid: nameGrid(narrow, 8),
    tooltip: tooltip(colour, { formatter: (/** @type {any} */ p) => `${p.name}\n${shown(p.value, 2)} ${data.verdicts[p.dataIndex]}` }),
    xAxis: { ...valueAxis(colour), min: 0, max: 1 },
    yAxis: nameAxis(colour, data.queues, narrow),
    series: [
      {
        type: "bar",
        barMaxWidth: 20,
        data: data.scores.map((/** @type {number} */ value, /** @type {number} */ i) => ({
          value,
          itemStyle: { color: colour(`series-${VERDICTS[data.verdicts[i]]}`) },
        })),
        label: {
          show: true,
          position: narrow ? "insideLeft" : "right",
          color: colour(narrow ? "surface" : "muted"),
          formatter: (/** @type {any} */ p) => `${p.value.toFixed(2)} ${narrow ? data.verdicts[p.dataIndex].replace("keep ", "") : data.verdicts[p.dataIndex]}`,
        },
      },
    ],
  };
}

/** A panel a figure, side by side or, on a phone, below each other. @param {any} data @param {Colour} colour @param {boolean} narrow */
function models(data, colour, narrow) {
  const count = data.panels.length;
  const wide = narrow ? 62 : 80 / count; // percent of the width
  const high = narrow ? 88 / count : 80;
  const place = (/** @type {number} */ k) =>
    narrow
      ? { left: 108, width: "50%", top: `${4 + (k * 96) / count}%`, height: `${high - 6}%` }
      : { left: `${14 + (k * 85) / count}%`, width: `${wide - 7}%`, top: 28, bottom: 8 };
  return {
    title: data.panels.map((/** @type {any} */ panel, /** @type {number} */ k) => ({
      text: panel.name,
      textStyle: { fontSize: 13, fontWeight: "normal", color: colour("ink") },
      ...(narrow ? { left: 8, top: `${(k * 96) / count}%` } : { left: `${14 + (k * 85) / count}%`, top: 0 }),
      padding: 0,
    })),
    grid: data.panels.map((/** @type {any} */ _, /** @type {number} */ k) => place(k)),
    tooltip: tooltip(colour, { formatter: (/** @type {any} */ p) => `${p.name}\n${p.seriesName} ${data.panels[p.seriesIndex].texts[p.dataIndex]}` }),
    xAxis: data.panels.map((/** @type {any} */ _, /** @type {number} */ k) => ({ gridIndex: k, type: "value", show: false, min: 0 })),
    yAxis: data.panels.map((/** @type {any} */ _, /** @type {number} */ k) => ({
      ...nameAxis(colour, data.names, narrow),
      gridIndex: k,
      axisLine: { show: false },
      axisLabel: { show: narrow || k === 0, color: colour("ink"), interval: 0, ...(narrow ? { fontSize: 11 } : {}) },
    })),
    series: data.panels.map((/** @type {any} */ panel, /** @type {number} */ k) => ({
      name: panel.name,
      type: "bar",
      xAxisIndex: k,
      yAxisIndex: k,
      barMaxWidth: 22,
      data: panel.values.map((/** @type {number} */ value, /** @type {number} */ i) => ({ value, itemStyle: { color: colour(`series-${i % 8}`) } })),
      label: { show: true, position: "right", color: colour("ink"), formatter: (/** @type {any} */ p) => panel.texts[p.dataIndex] },
    })),
  };
}

export const moneyCharts = { models, gain, cash, "cash-month": cash, tornado, transition, scores };
