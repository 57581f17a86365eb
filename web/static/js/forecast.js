// @ts-check
/** The forecast page: the week by interval with its band, and eight weeks by day. */
import { drawCharts, intervalAxis, legend, shown, tooltip, valueAxis } from "./charts.js";
import { submitOnChange } from "./page.js";

/** @typedef {import("./charts.js").Colour} Colour */

const WEEKS = ["1 week before", "2 weeks before", "3 weeks before", "4 weeks before"];

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function interval(data, colour, narrow) {
  const line = (
    /** @type {string} */ name,
    /** @type {number[]} */ values,
    /** @type {object} */ style,
    more = {},
  ) => ({
    name,
    type: "line",
    data: values,
    symbol: "none",
    lineStyle: style,
    itemStyle: { color: /** @type {any} */ (style).color },
    ...more,
  });
  const width = data.high.map((/** @type {number | null} */ h, /** @type {number} */ i) =>
    h === null || data.low[i] === null ? null : h - data.low[i],
  );
  const hidden = { color: "transparent", width: 0 };
  const before = data.last_weeks.map((/** @type {number[]} */ values, /** @type {number} */ i) =>
    line(WEEKS[i], values, { color: colour("faint"), width: 1, opacity: 0.55 }, { z: 2 }),
  );
  const hasActual = data.actual.some((/** @type {number | null} */ v) => v !== null);
  const at = (/** @type {any[]} */ points) => {
    const i = points[0].dataIndex;
    const rows = [
      `${data.days[i]} ${data.times[i]}`,
      `forecast ${shown(data.forecast[i])}`,
      `8 of 10 in ${shown(data.low[i])} to ${shown(data.high[i])}`,
    ];
    if (hasActual) rows.push(`came in ${shown(data.actual[i])}`);
    data.last_weeks.forEach((/** @type {any[]} */ values, /** @type {number} */ w) =>
      rows.push(`${WEEKS[w]} ${shown(values[i])}`),
    );
    rows.push(`last year ${shown(data.last_year[i])}`);
    return rows.join("\n");
  };
  return {
    grid: { left: 48, right: 16, top: 36, bottom: 64 },
    legend: legend(colour, {
      data: ["forecast", "8 of 10", ...(hasActual ? ["came in"] : []), ...(narrow ? [] : WEEKS), "last year"],
      selected: { "last year": false },
    }),
    tooltip: tooltip(colour, { trigger: "axis", formatter: at }),
    xAxis: intervalAxis(colour, data.days, data.times, narrow),
    yAxis: valueAxis(colour),
    dataZoom: [
      {
        type: "slider",
        height: 10,
        bottom: 10,
        borderColor: "transparent",
        fillerColor: colour("faint"),
        backgroundColor: colour("line"),
        showDataShadow: false,
        showDetail: false,
        brushSelect: false,
        moveHandleSize: 0,
        handleSize: 16,
        handleStyle: { color: colour("surface"), borderColor: colour("muted") },
      },
    ],
    series: [
      ...before,
      line("last year", data.last_year, { color: colour("series-3"), width: 1, type: "dashed" }, { z: 2 }),
      line("low", data.low, hidden, { stack: "band", tooltip: { show: false }, z: 1, silent: true }),
      line("8 of 10", width, hidden, {
        stack: "band",
        areaStyle: { color: colour("band"), opacity: 1 },
        itemStyle: { color: colour("band") },
        z: 1,
        silent: true,
      }),
      line("forecast", data.forecast, { color: colour("series-0"), width: 2 }, { z: 4 }),
      ...(hasActual ? [line("came in", data.actual, { color: colour("series-1"), width: 1.5 }, { z: 5 })] : []),
    ],
  };
}

/**
 * A stroke from the low to the high end of a day's band, over the bar of its forecast (the second of two).
 *
 * @param {any} _ @param {any} api
 */
function stroke(_, api) {
  const at = (/** @type {number} */ end) => api.coord([api.value(0), api.value(end)]);
  const x = at(1)[0] + api.barLayout({ barMaxWidth: 14, barGap: "0%", count: 2 })[1].offsetCenter;
  const style = { stroke: api.visual("color"), lineWidth: 1.5 };
  const ends = [1, 2].map((end) => ({
    type: "line",
    shape: { x1: x - 3, y1: at(end)[1], x2: x + 3, y2: at(end)[1] },
    style,
  }));
  return {
    type: "group",
    children: [{ type: "line", shape: { x1: x, y1: at(1)[1], x2: x, y2: at(2)[1] }, style }, ...ends],
  };
}

/** @param {any} data @param {Colour} colour @param {boolean} narrow */
function day(data, colour, narrow) {
  // Each special day or holiday is an area with its name; names take turns on three lines so that none hides another.
  const marks = data.special.map(
    (/** @type {{first: number, last: number, name: string}} */ s, /** @type {number} */ i) => [
      { xAxis: data.days[s.first], name: s.name, label: { offset: [0, 14 * (i % 3) - 30] } },
      { xAxis: data.days[s.last] },
    ],
  );
  const strokes = data.low
    .map((/** @type {number | null} */ low, /** @type {number} */ i) => [i, low, data.high[i]])
    .filter((/** @type {any[]} */ d) => d[1] !== null);
  const band = {
    name: "8 of 10",
    type: "custom",
    renderItem: stroke,
    data: strokes,
    itemStyle: { color: colour("series-0") },
    z: 3,
  };
  return {
    grid: { left: 56, right: 16, top: 84, bottom: 32 },
    legend: legend(colour, { selected: { "last year": false } }),
    tooltip: tooltip(colour, {
      trigger: "axis",
      formatter: (/** @type {any[]} */ points) => {
        const i = points[0].dataIndex;
        const special = data.special
          .filter((/** @type {any} */ s) => s.first <= i && i <= s.last)
          .map((/** @type {any} */ s) => s.name);
        return [
          data.days[i],
          ...special,
          `came in ${shown(data.actual[i], 0)}`,
          `forecast ${shown(data.forecast[i], 0)}`,
          ...(data.low[i] === null ? [] : [`8 of 10 in ${shown(data.low[i], 0)} to ${shown(data.high[i], 0)}`]),
          `last year ${shown(data.last_year[i], 0)}`,
        ].join("\n");
      },
    }),
    xAxis: {
      type: "category",
      data: data.days,
      axisLabel: { color: colour("muted"), interval: narrow ? 13 : 6 },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("line") } },
    },
    yAxis: valueAxis(colour),
    series: [
      {
        name: "came in",
        type: "bar",
        data: data.actual,
        itemStyle: { color: colour("series-1") },
        barMaxWidth: 14,
        markArea: {
          silent: true,
          itemStyle: { color: colour("warn-wash"), borderColor: colour("warn"), borderWidth: 1, borderType: "dotted" },
          label: { color: colour("warn"), fontSize: 11, position: "insideTop" },
          data: marks,
        },
      },
      {
        name: "forecast",
        type: "bar",
        data: data.forecast,
        itemStyle: { color: colour("band"), borderColor: colour("series-0"), borderWidth: 1.5 },
        barMaxWidth: 14,
        barGap: "0%",
      },
      ...(strokes.length ? [band] : []),
      {
        name: "last year",
        type: "line",
        data: data.last_year,
        symbol: "none",
        lineStyle: { color: colour("series-3"), width: 1, type: "dashed" },
        itemStyle: { color: colour("series-3") },
      },
    ],
  };
}

submitOnChange();
drawCharts({ interval, day });
