import { expect, test } from 'vitest';
import { attentionFigures } from '../../src/metrics/attention-figures.ts';
import type { AttentionOfExample } from '../../src/metrics/attention-figures.ts';
import { AttentionMeter } from '../../src/metrics/attention-meter.ts';
import '../support/matchers.ts';

/** Two clicks of at most three: the older one looks at both alike, the newer one at the older alone. */
const TWO_CLICKS: AttentionOfExample = {
  attention_QT: Float32Array.of(0.5, 0.5, 0, 1, 0, 0, 0, 0, 0),
  numQueries: 3,
  historyLength: 3,
  length: 2,
  queries: 'clicks',
};
const THREE_CLICKS: AttentionOfExample = {
  ...TWO_CLICKS,
  attention_QT: Float32Array.of(0.25, 0.25, 0.5, 0, 1, 0, 0.5, 0, 0.5),
  length: 3,
};
/** One seed over two clicks, with a quarter on padding, as a model without a mask has it. */
const SEED: AttentionOfExample = {
  attention_QT: Float32Array.of(0.5, 0.25, 0.25, 0.25, 0.5, 0.25),
  numQueries: 2,
  historyLength: 3,
  length: 2,
  queries: 'seeds',
};

test('figures of clicks that look at one another, worked by hand', () => {
  // Entropies ln 2 and 0; self 0.5 and 0; oldest 0.5 and 1; newest 0.5 and 0.
  expect(attentionFigures(TWO_CLICKS)).toEqual({
    entropy: Math.LN2 / 2,
    normalizedEntropy: 0.5,
    self: 0.25,
    padding: 0,
    oldest: 0.75,
    newest: 0.25,
  });
});

test('figures of seeds: no self, and padding is seen where there is some', () => {
  const { entropy, self, padding, oldest, newest } = attentionFigures(SEED);
  expect(entropy).toBeCloseTo(1.5 * Math.LN2, 6);
  expect(self).toBeNaN();
  expect([padding, oldest, newest]).toEqual([0.25, 0.375, 0.375]);
});

test('one click: no entropy, and none to divide by', () => {
  const one = { ...TWO_CLICKS, attention_QT: Float32Array.of(1, 0, 0), length: 1 };
  const { entropy, normalizedEntropy, self } = attentionFigures(one);
  expect([entropy, normalizedEntropy, self]).toEqual([0, NaN, 1]);
});

test('the meter: means over examples, by length, and the map from the newest click', () => {
  const meter = new AttentionMeter();
  meter.add(TWO_CLICKS);
  meter.add(THREE_CLICKS);
  expect(meter.numExamples).toBe(2);
  // Of three clicks: self (0.25 + 1 + 0.5) / 3, oldest (0.25 + 0 + 0.5) / 3.
  const { self, oldest } = meter.means();
  expect(self).toBeCloseTo((0.25 + 1.75 / 3) / 2, 6);
  expect(oldest).toBeCloseTo((0.75 + 0.25) / 2, 6);
  expect(meter.byLength()).toMatchObject([{ from: 2, to: 3, examples: 2 }]);
  const map = meter.meanMap();
  expect(map).toHaveLength(3);
  // Newest to newest: 0 and 0.5. Newest to second: 1 and 0. Third only in the longer one.
  expect(map[0]).toBeAllclose([0.25, 0.5, 0.5]);
  expect(map[1]).toBeAllclose([0.25, 0.75, 0]);
  expect(map[2]).toBeAllclose([0.5, 0.25, 0.25]);
});

test('the map has rows for seeds, and 20 rows and columns at most', () => {
  const seeds = new AttentionMeter();
  seeds.add(SEED);
  expect(seeds.meanMap()).toEqual([
    [0.25, 0.5],
    [0.5, 0.25],
  ]);
  const long = new AttentionMeter();
  const attention_QT = new Float32Array(30 * 30);
  for (let click = 0; click < 30; click++) attention_QT[click * 30 + 29] = 1;
  long.add({ attention_QT, numQueries: 30, historyLength: 30, length: 30, queries: 'clicks' });
  const map = long.meanMap();
  expect(map.map((row) => row.length)).toEqual(new Array(20).fill(20));
  expect(map.every(([newest, ...others]) => newest === 1 && others.every((a) => a === 0))).toBe(
    true,
  );
  expect(long.byLength()).toMatchObject([{ from: 30, to: 30, newest: 1, oldest: 0 }]);
});

test('no example: no figures', () => {
  const meter = new AttentionMeter();
  expect(meter.means().entropy).toBeNaN();
  expect(meter.meanMap()).toEqual([]);
  expect(meter.byLength()).toEqual([]);
});
