// @ts-check
/**
 * Where things stand in the roster grid: pure functions from minutes and agents to pixels, tested with `node --test`.
 *
 * Time is a number of elapsed minutes since the first instant of the week. Local clock time appears in labels only, by
 * way of the ticks that the server sends, so a day of 23 or 25 hours needs no care here.
 *
 * @typedef {{from: number, to: number}} Segment   A stretch of time that is shown, in minutes.
 * @typedef {{at: number, label: string}} Tick     A whole local hour and its name.
 * @typedef {{segment: Segment, x: number, width: number}} Panel   A segment and where it stands.
 * @typedef {{panels: Panel[], perMinute: number, width: number}} Scale
 * @typedef {{x: number, width: number}} Span
 */

/**
 * Lay the segments (days) beside each other in `width` pixels with `gap` pixels between them, all at one scale.
 * Hours outside the segments take no room.
 *
 * @param {Segment[]} segments in order, not overlapping
 * @param {number} width
 * @param {number} gap
 * @returns {Scale}
 */
export function timeScale(segments, width, gap) {
  const minutes = segments.reduce((sum, s) => sum + s.to - s.from, 0);
  const room = Math.max(0, width - gap * Math.max(0, segments.length - 1));
  const perMinute = minutes > 0 ? room / minutes : 0;
  /** @type {Panel[]} */
  const panels = [];
  let x = 0;
  for (const segment of segments) {
    const panelWidth = (segment.to - segment.from) * perMinute;
    panels.push({ segment, x, width: panelWidth });
    x += panelWidth + gap;
  }
  return { panels, perMinute, width };
}

/**
 * The place of a minute, or null where it is not shown. The end of a segment belongs to it.
 *
 * @param {Scale} scale
 * @param {number} minute
 * @returns {number | null}
 */
export function xOf(scale, minute) {
  const panel = scale.panels.find((p) => minute >= p.segment.from && minute <= p.segment.to);
  return panel ? panel.x + (minute - panel.segment.from) * scale.perMinute : null;
}

/**
 * The minute at a place; a place in a gap or outside belongs to the nearest minute shown.
 *
 * @param {Scale} scale
 * @param {number} x
 * @returns {number | null} null where nothing is shown
 */
export function minuteAt(scale, x) {
  /** @type {number | null} */
  let best = null;
  let distance = Infinity;
  for (const panel of scale.panels) {
    const inside = Math.min(Math.max(x, panel.x), panel.x + panel.width);
    if (Math.abs(inside - x) < distance) {
      distance = Math.abs(inside - x);
      const offset = scale.perMinute > 0 ? (inside - panel.x) / scale.perMinute : 0;
      best = Math.min(panel.segment.from + offset, panel.segment.to);
    }
  }
  return best;
}

/**
 * The parts of `start`..`end` that are shown: one for each segment it touches, none where it lies outside.
 *
 * @param {Scale} scale
 * @param {number} start
 * @param {number} end
 * @returns {Span[]}
 */
export function spansOf(scale, start, end) {
  /** @type {Span[]} */
  const spans = [];
  for (const panel of scale.panels) {
    const from = Math.max(start, panel.segment.from);
    const to = Math.min(end, panel.segment.to);
    if (to > from) {
      spans.push({ x: panel.x + (from - panel.segment.from) * scale.perMinute, width: (to - from) * scale.perMinute });
    }
  }
  return spans;
}

/**
 * The hours to label: every 1, 2, 3, 4, 6 or 12 hours, as close as `room` pixels a label allow, counted on the clock so
 * that 06:00 and 12:00 keep their label at every width.
 *
 * @param {Tick[]} ticks every whole local hour, in order
 * @param {Scale} scale
 * @param {number} room
 * @returns {Tick[]}
 */
export function labelledTicks(ticks, scale, room) {
  const hourWidth = scale.perMinute * 60;
  const step = [1, 2, 3, 4, 6, 12].find((hours) => hours * hourWidth >= room) ?? 24;
  return ticks.filter((tick) => {
    const panel = scale.panels.find((p) => tick.at >= p.segment.from && tick.at < p.segment.to);
    if (!panel || Number.parseInt(tick.label, 10) % step !== 0) return false;
    const x = panel.x + (tick.at - panel.segment.from) * scale.perMinute;
    return x + room * 0.7 <= panel.x + panel.width;
  });
}

/**
 * The local clock time of a minute, from the hour before it.
 *
 * @param {Tick[]} ticks every whole local hour, in order
 * @param {number} minute
 * @returns {string} such as 08:15; empty before the first tick
 */
export function clockOf(ticks, minute) {
  let low = 0;
  let high = ticks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ticks[middle].at <= minute) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return "";
  const tick = ticks[low - 1];
  const [hour, past] = tick.label.split(":").map(Number);
  const total = hour * 60 + past + Math.round(minute - tick.at);
  return `${String(Math.floor(total / 60) % 24).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
}

/**
 * A step line through one value an interval, as an SVG path: horizontal over each interval, vertical between
 * neighbours. It breaks where time is not shown.
 *
 * @param {Scale} scale
 * @param {number[]} values one an interval of `minutes`, from minute 0
 * @param {number} minutes
 * @param {(value: number) => number} y
 * @returns {string}
 */
export function stepPath(scale, values, minutes, y) {
  let path = "";
  for (const panel of scale.panels) {
    let open = false;
    for (let i = Math.ceil(panel.segment.from / minutes); i * minutes < panel.segment.to && i < values.length; i++) {
      const [span] = spansOf(scale, i * minutes, (i + 1) * minutes);
      if (!span) continue;
      const height = round(y(values[i]));
      path += open ? `V${height}` : `M${round(span.x)} ${height}`;
      path += `H${round(span.x + span.width)}`;
      open = true;
    }
  }
  return path;
}

/**
 * A round number that is not below `highest`, for the top of an axis: one or two digits and zeros.
 *
 * @param {number} highest
 * @returns {number}
 */
export function niceCeiling(highest) {
  if (!(highest > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  const factor = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((f) => f * power >= highest * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/**
 * Where the keyboard goes from a shift: left and right to the neighbours of the same row, up and down to the shift of
 * the next row that has one, nearest in time.
 *
 * @param {{start: number}[][]} rows shifts a row, in order
 * @param {{row: number, index: number}} focus
 * @param {string} key ArrowLeft, ArrowRight, ArrowUp, ArrowDown, Home or End
 * @returns {{row: number, index: number}}
 */
export function moveFocus(rows, focus, key) {
  const row = rows[focus.row];
  if (key === "ArrowRight") return { row: focus.row, index: Math.min(focus.index + 1, row.length - 1) };
  if (key === "ArrowLeft") return { row: focus.row, index: Math.max(focus.index - 1, 0) };
  if (key === "Home") return { row: focus.row, index: 0 };
  if (key === "End") return { row: focus.row, index: row.length - 1 };
  const step = key === "ArrowDown" ? 1 : -1;
  const start = row[focus.index].start;
  for (let next = focus.row + step; next >= 0 && next < rows.length; next += step) {
    if (rows[next].length === 0) continue;
    const distances = rows[next].map((shift) => Math.abs(shift.start - start));
    return { row: next, index: distances.indexOf(Math.min(...distances)) };
  }
  return focus;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
