import assert from "node:assert/strict";
import test from "node:test";

import { address, inWords } from "../../../web/static/js/case-sliders.js";

test("values read as on the server", () => {
  assert.equal(inWords(0.25, { scale: "100", after: " % a year", decimals: "1" }), "25 % a year");
  assert.equal(inWords(0.125, { scale: "100", after: " %", decimals: "1" }), "12.5 %");
  assert.equal(inWords(8000, { scale: "1.0", before: "EUR ", after: " a new agent", decimals: "0" }), "EUR 8,000 a new agent");
  assert.equal(inWords(12, { after: " months", decimals: "2" }), "12 months");
});

test("the address holds the model and the values that were moved, and no others", () => {
  const sliders = [
    { name: "attrition", value: "0.3", usual: "0.25" },
    { name: "years", value: "5", usual: "5.0" },
  ];
  assert.equal(address("pooled", sliders), "?against=pooled&attrition=0.3");
  assert.equal(address("chain", []), "?against=chain");
});
