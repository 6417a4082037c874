import { expect, test } from 'vitest';
import { recalibrate } from '../../src/metrics/calibration.ts';
import { estimateDrift, measureDrift } from '../../src/metrics/drift.ts';
import { scoreSample } from '../../src/metrics/ne-influence.ts';
import { normalizedEntropy } from '../../src/metrics/normalized-entropy.ts';
import { createSample } from '../../src/metrics/sample.ts';
import type { Sample } from '../../src/metrics/sample.ts';
import { Rng } from '../../src/util/rng.ts';

const NUM_USERS = 300;
const world = Rng.fromSeed(1);
const logits = Array.from({ length: NUM_USERS }, () => world.normal() - 1);
const userIndex = Array.from({ length: 5 * NUM_USERS }, (_, i) => Math.floor(i / 5));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const sample: Sample = createSample({
  label: userIndex.map((user) => (world.uniform() < sigmoid(logits[user]) ? 1 : 0)),
  userIndex,
  itemIndex: userIndex.map(() => world.int(50)),
});

/** A model that knows users' click rates, but for an error of this size. */
function model(error: number, seed: number): number[] {
  const noise = Rng.fromSeed(seed).split(`error ${error}`);
  return userIndex.map((user) => sigmoid(logits[user] + error * noise.normal()));
}

const pair = (seed: number) => ({
  early: scoreSample(sample, model(0, seed)),
  late: scoreSample(sample, model(0.8, seed)),
});

test('drift: the rise of NE, by seed and over seeds, with an interval around it', () => {
  const { plain } = measureDrift(pair(1));
  expect(plain.drift.value).toBeCloseTo(100 * (plain.neLateModel / plain.neEarlyModel - 1), 10);
  const { label } = sample;
  expect(plain.neLateModel).toBeCloseTo(
    normalizedEntropy({ label, probability: model(0.8, 1) }),
    12,
  );
  const { impressions, drift, neLateModel } = estimateDrift([1, 2, 3].map(pair).map(measureDrift));
  expect(impressions).toBe(5 * NUM_USERS);
  const late = [1, 2, 3].map((seed) => measureDrift(pair(seed)).plain.neLateModel);
  expect(neLateModel).toBeCloseTo((late[0] + late[1] + late[2]) / 3, 12);
  const [low, high] = drift.ci95 ?? [NaN, NaN];
  expect(low).toBeGreaterThan(0);
  expect(low).toBeLessThan(drift.value);
  expect(high).toBeGreaterThan(drift.value);
});

test('a late model that is off by one constant has drifted, and recalibrated it has not', () => {
  const { label } = sample;
  const early = model(0.3, 1);
  const late = early.map((p) => 1 / (1 + ((1 - p) / p) * Math.exp(-0.7)));
  const scored = { early: scoreSample(sample, early), late: scoreSample(sample, late) };
  const { drift, recalibrated } = estimateDrift([measureDrift(scored)]);
  expect(drift.value).toBeGreaterThan(1);
  const best = recalibrate({ label, probability: early });
  expect(recalibrated.neEarlyModel).toBeCloseTo(normalizedEntropy(best), 12);
  expect(recalibrated.neLateModel).toBeCloseTo(recalibrated.neEarlyModel, 9);
  expect(recalibrated.drift.value).toBeCloseTo(0, 7);
  const [low, high] = recalibrated.drift.ci95 ?? [NaN, NaN];
  expect(high - low).toBeLessThan(1e-6);
});
