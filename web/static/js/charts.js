// @ts-check
/** Charts of planner and manager pages: ECharts in the page's colours, drawn again when theme, width or data change. */
import { embedded } from "./page.js";

/**
 * @typedef {(name: string) => string} Colour   A custom property of the style sheet, such as ink.
 * @typedef {(data: any, colour: Colour, narrow: boolean) => object} Option
 */

/**
 * Draw every chart of the page that `options` knows, by its data-chart name.
 *
 * @param {Record<string, Option>} options
 */
export async function drawCharts(options) {
  const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-chart]")]);
  if (places.length === 0) return;
  const echarts = await import(/** @type {string} */ (places[0].dataset.echarts));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const place of places) {
    const name = place.dataset.chart ?? "";
    let data = embedded(`[data-chart-data="${name}"]`);
    const chart = echarts.init(place, null, { renderer: "canvas" });
    let calmly = calm; // only the first time do lines grow: paper and other colours do not wait for them
    const draw = () => {
      const style = getComputedStyle(document.documentElement);
      const colour = (/** @type {string} */ key) => style.getPropertyValue(`--${key}`).trim();
      chart.setOption(
        {
          ...frame(colour),
          animation: !calmly,
          animationDuration: 250,
          ...options[name](data, colour, place.clientWidth < 640),
        },
        true,
      );
      calmly = true;
    };
    draw();
    place.dataset.drawn = "";
    document.addEventListener("wfm:theme", draw);
    place.addEventListener("wfm:data", (event) => {
      data = /** @type {CustomEvent} */ (event).detail;
      draw();
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  }
}

/** @param {Colour} colour */
function frame(colour) {
  return {
    textStyle: { fontFamily: "system-ui, sans-serif", color: colour("ink") },
    backgroundColor: "transparent",
    aria: { enabled: false },
  };
}

/**
 * A tooltip drawn on the canvas: ECharts' HTML tooltips carry inline style, which the page's policy refuses.
 *
 * @param {Colour} colour
 * @param {object} more
 */
export function tooltip(colour, more = {}) {
  return {
    renderMode: "richText",
    confine: true,
    backgroundColor: colour("surface"),
    borderColor: colour("line"),
    textStyle: { color: colour("ink"), fontSize: 12 },
    ...more,
  };
}

/** @param {Colour} colour @param {object} more */
export function legend(colour, more = {}) {
  return { top: 0, right: 0, textStyle: { color: colour("muted") }, inactiveColor: colour("faint"), ...more };
}

/** @param {Colour} colour */
export function valueAxis(colour) {
  return {
    type: "value",
    axisLabel: { color: colour("muted") },
    splitLine: { lineStyle: { color: colour("line") } },
  };
}

/**
 * An axis of intervals that names each day once, at its first interval.
 *
 * @param {Colour} colour
 * @param {string[]} days
 * @param {string[]} times
 * @param {boolean} narrow then a day is its weekday alone
 */
export function intervalAxis(colour, days, times, narrow) {
  const first = (/** @type {number} */ i) => i === 0 || days[i] !== days[i - 1];
  return {
    type: "category",
    data: days.map((day, i) => `${day} ${times[i]}`),
    axisTick: { interval: first, length: 8, lineStyle: { color: colour("line") } },
    axisLabel: {
      interval: first,
      formatter: (/** @type {string} */ v) => (narrow ? v.slice(0, 3) : v.replace(/ \d\d:\d\d$/, "")),
      color: colour("muted"),
      align: "left",
    },
    axisLine: { lineStyle: { color: colour("line") } },
    splitLine: { show: true, interval: first, lineStyle: { color: colour("line") } },
  };
}

/** With one decimal always, and a real minus: numbers below each other. @param {number} value */
export function fixed(value) {
  return value.toFixed(1).replace("-", "−").replace(/^−0\.0$/, "0.0");
}

/** @param {number | null | undefined} value */
export function shown(value, decimals = 1) {
  return value === null || value === undefined
    ? "–"
    : value.toLocaleString("en-GB", { maximumFractionDigits: decimals });
}
