import assert from "node:assert/strict";
import test from "node:test";

import {
  clockOf,
  labelledTicks,
  minuteAt,
  moveFocus,
  niceCeiling,
  spansOf,
  stepPath,
  timeScale,
  xOf,
} from "../../../web/static/js/roster-geometry.js";

const DAYS = [
  { from: 420, to: 1260 },
  { from: 1860, to: 2700 },
];

/** Every whole local hour of a day that starts at `start`, with the clock hours given. */
const hours = (start, clock) =>
  clock.map((h, i) => ({ at: start + 60 * i, label: `${String(h).padStart(2, "0")}:00` }));

test("days share one scale and closed hours take no room", () => {
  const scale = timeScale(DAYS, 1690, 10);
  assert.equal(scale.panels.length, 2);
  assert.equal(scale.panels[0].width, 840);
  assert.equal(scale.panels[1].x, 850);
  assert.equal(xOf(scale, 420), 0);
  assert.equal(xOf(scale, 1860), 850);
  assert.equal(xOf(scale, 1500), null);
});

test("a day of 25 hours is wider than one of 24 by an hour, not by a guess", () => {
  const scale = timeScale(
    [
      { from: 0, to: 1500 },
      { from: 1500, to: 2940 },
    ],
    2940,
    0,
  );
  assert.equal(scale.panels[0].width, 1500);
  assert.equal(scale.panels[1].width, 1440);
});

test("the minute at a place is where that minute is drawn", () => {
  const scale = timeScale(DAYS, 1000, 12);
  for (const minute of [420, 421, 800.5, 1260, 1861, 2699]) {
    assert.ok(Math.abs(minuteAt(scale, xOf(scale, minute)) - minute) < 1e-6);
  }
});

test("a place outside belongs to the nearest minute shown", () => {
  const scale = timeScale(DAYS, 1000, 20);
  assert.equal(minuteAt(scale, -50), 420);
  assert.equal(minuteAt(scale, 5000), 2700);
  assert.equal(minuteAt(scale, scale.panels[0].width + 4), 1260);
  assert.equal(minuteAt(timeScale([], 1000, 20), 5), null);
});

test("a shift over midnight is drawn in both days and nowhere else", () => {
  const scale = timeScale(
    [
      { from: 0, to: 1440 },
      { from: 1440, to: 2880 },
    ],
    2890,
    10,
  );
  assert.deepEqual(spansOf(scale, 1320, 1800), [
    { x: 1320, width: 120 },
    { x: 1450, width: 360 },
  ]);
  assert.deepEqual(spansOf(scale, 3000, 3100), []);
  assert.deepEqual(spansOf(scale, 600, 600), []);
});

test("labels thin out with the width and stay on round hours", () => {
  const ticks = hours(0, [...Array(24).keys()]);
  const shown = (width) => labelledTicks(ticks, timeScale([{ from: 0, to: 1440 }], width, 0), 40).map((t) => t.label);
  assert.equal(shown(2400).length, 24);
  assert.deepEqual(shown(200), ["00:00", "06:00", "12:00", "18:00"]);
  assert.deepEqual(shown(60), ["00:00"]);
});

test("the clock repeats an hour in autumn and skips one in spring", () => {
  const autumn = hours(0, [0, 1, 2, 2, 3, 4]);
  assert.equal(clockOf(autumn, 135), "02:15");
  assert.equal(clockOf(autumn, 195), "02:15");
  assert.equal(clockOf(autumn, 255), "03:15");
  const spring = hours(0, [0, 1, 3, 4]);
  assert.equal(clockOf(spring, 119), "01:59");
  assert.equal(clockOf(spring, 120), "03:00");
});

test("the clock is unknown before the first tick and turns at midnight", () => {
  assert.equal(clockOf(hours(60, [1, 2]), 30), "");
  assert.equal(clockOf(hours(0, [23]), 75), "00:15");
});

test("a zone with a half-hour offset keeps its minutes", () => {
  assert.equal(clockOf([{ at: 30, label: "06:00" }], 45), "06:15");
});

test("a step line is flat within an interval and broken where time is not shown", () => {
  const scale = timeScale(
    [
      { from: 0, to: 30 },
      { from: 60, to: 75 },
    ],
    46,
    1,
  );
  assert.equal(
    stepPath(scale, [1, 2, 9, 9, 3], 15, (v) => 10 - v),
    "M0 9H15V8H30M31 7H46",
  );
});

test("an axis ends at a round number that holds the highest value", () => {
  assert.deepEqual([0, 0.7, 3, 24, 26, 51, 100].map(niceCeiling), [1, 0.8, 3, 25, 30, 60, 100]);
});

test("arrow keys stay in the row, and go to the nearest shift of the next row that has one", () => {
  const rows = [[{ start: 0 }, { start: 1440 }], [], [{ start: 100 }, { start: 1500 }, { start: 2900 }]];
  assert.deepEqual(moveFocus(rows, { row: 0, index: 1 }, "ArrowRight"), { row: 0, index: 1 });
  assert.deepEqual(moveFocus(rows, { row: 0, index: 1 }, "ArrowLeft"), { row: 0, index: 0 });
  assert.deepEqual(moveFocus(rows, { row: 0, index: 1 }, "ArrowDown"), { row: 2, index: 1 });
  assert.deepEqual(moveFocus(rows, { row: 2, index: 2 }, "ArrowUp"), { row: 0, index: 1 });
  assert.deepEqual(moveFocus(rows, { row: 0, index: 0 }, "ArrowUp"), { row: 0, index: 0 });
  assert.deepEqual(moveFocus(rows, { row: 2, index: 0 }, "End"), { row: 2, index: 2 });
});
