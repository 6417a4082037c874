import { expect, test } from 'vitest';
import { recalibrate } from '../../src/metrics/calibration.ts';
import { measureDrift } from '../../src/metrics/drift.ts';
import { meanInterval } from '../../src/metrics/interval.ts';
import { measureGain, measureRise } from '../../src/metrics/ne-difference.ts';
import { normalizedEntropy } from '../../src/metrics/normalized-entropy.ts';
import { bootstrapRisePercent, pairedLosses } from '../../src/metrics/paired-bootstrap.ts';
import { Rng } from '../../src/util/rng.ts';

/** Users with their own click rate; a model that knows it, but for an error of this size. */
function scoredUsers(numUsers: number, error: number, seed: number) {
  const world = Rng.fromSeed(seed);
  const noise = Rng.fromSeed(seed).split(`error ${error}`);
  const userIndex: number[] = [];
  const label: number[] = [];
  const probability: number[] = [];
  for (let user = 0; user < numUsers; user++) {
    const logit = world.normal() - 1;
    for (let i = 0; i < 5; i++) {
      userIndex.push(user);
      label.push(world.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0);
      probability.push(1 / (1 + Math.exp(-logit - error * noise.normal())));
    }
  }
  return { userIndex, label, probability };
}

test("Student's interval by hand: 1, 2, 3 has mean 2 and half width 4.303 / sqrt 3", () => {
  const [low, high] = meanInterval([1, 2, 3]) ?? [NaN, NaN];
  expect(low).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 3);
  expect(high).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 3);
  expect(meanInterval([1])).toBeUndefined();
});

test("Student's t beyond the table: 2.0003 at 60 degrees of freedom, 1.9799 at 120", () => {
  const half = (n: number): number => {
    const values = Array.from({ length: n }, (_, i): number => (i % 2 === 0 ? 1 : -1));
    const [low, high] = meanInterval(values) ?? [NaN, NaN];
    const center = values.reduce((a, b) => a + b) / n;
    const variance = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (n - 1);
    return (high - low) / 2 / Math.sqrt(variance / n);
  };
  expect(half(61)).toBeCloseTo(2.0003, 3);
  expect(half(121)).toBeCloseTo(1.9799, 3);
});

test('the ratio of summed losses is the ratio of NEs', () => {
  const early = scoredUsers(200, 0.1, 1);
  const late = scoredUsers(200, 0.9, 1);
  const losses = pairedLosses([{ model: late, baseline: early }]);
  const total = (values: Float64Array): number => values.reduce((a, b) => a + b);
  expect(total(losses.model_V) / total(losses.baseline_V)).toBeCloseTo(
    normalizedEntropy(late) / normalizedEntropy(early),
    12,
  );
});

test('losses add up by user, by hand', () => {
  const model = { userIndex: [7, 3, 7], label: [1, 0, 0], probability: [0.5, 0.5, 0.75] };
  const baseline = { ...model, probability: [0.25, 0.5, 0.5] };
  const { model_V, baseline_V } = pairedLosses([{ model, baseline }]);
  expect(model_V[0]).toBeCloseTo(Math.log(2) + Math.log(4), 12);
  expect(model_V[1]).toBeCloseTo(Math.log(2), 12);
  expect(baseline_V[0]).toBeCloseTo(Math.log(4) + Math.log(2), 12);
});

test('other impressions on one side are refused', () => {
  const model = scoredUsers(3, 0.1, 1);
  const other = { ...model, label: model.label.map((label) => 1 - label) };
  expect(() => pairedLosses([{ model, baseline: other }])).toThrow(/different impressions/);
});

test('the bootstrap interval agrees with the delta method', () => {
  const losses = pairedLosses([
    { model: scoredUsers(2000, 0.6, 3), baseline: scoredUsers(2000, 0.1, 3) },
  ]);
  const [low, high] = bootstrapRisePercent(losses, Rng.fromSeed(1), 2000);
  const { model_V, baseline_V } = losses;
  const n = model_V.length;
  const total = (values: Float64Array): number => values.reduce((a, b) => a + b);
  const ratio = total(model_V) / total(baseline_V);
  const residual = model_V.map((loss, user) => loss - ratio * baseline_V[user]);
  const error =
    Math.sqrt(residual.reduce((sum, value) => sum + value * value, 0)) / total(baseline_V);
  expect(n).toBe(2000);
  expect(low / (100 * (ratio - 1 - 1.96 * error))).toBeCloseTo(1, 1);
  expect(high / (100 * (ratio - 1 + 1.96 * error))).toBeCloseTo(1, 1);
});

test('the bootstrap is the same for the same seed only', () => {
  const losses = pairedLosses([
    { model: scoredUsers(50, 0.6, 3), baseline: scoredUsers(50, 0.1, 3) },
  ]);
  const interval = (seed: number) => bootstrapRisePercent(losses, Rng.fromSeed(seed), 100);
  expect(interval(1)).toEqual(interval(1));
  expect(interval(1)).not.toEqual(interval(2));
});

test('drift: the interval is over seeds from two seeds on, else over users', () => {
  const pair = (seed: number) => ({
    early: scoredUsers(300, 0, seed),
    late: scoredUsers(300, 0.8, seed),
  });
  const one = measureDrift([pair(1)], Rng.fromSeed(1));
  expect(one.ci95From).toBe('users');
  expect(one.ci95).toEqual(one.ci95Users);
  expect(one.driftPercent).toBeCloseTo(100 * (one.neLateModel / one.neEarlyModel - 1), 10);
  expect(one.ci95[0]).toBeGreaterThan(0);
  const three = measureDrift([pair(1), pair(2), pair(3)], Rng.fromSeed(1));
  expect(three.ci95From).toBe('seeds');
  expect(three.ci95[0]).toBeLessThan(three.driftPercent);
  expect(three.ci95[1]).toBeGreaterThan(three.driftPercent);
});

test('a late model that is off by one constant has drifted, and recalibrated it has not', () => {
  const early = scoredUsers(300, 0.3, 1);
  const shifted = early.probability.map((p) => 1 / (1 + ((1 - p) / p) * Math.exp(-0.7)));
  const pair = { early, late: { ...early, probability: shifted } };
  const { driftPercent, recalibrated } = measureDrift([pair], Rng.fromSeed(1));
  expect(driftPercent).toBeGreaterThan(1);
  expect(recalibrated.neEarlyModel).toBeCloseTo(normalizedEntropy(recalibrate(early)), 12);
  expect(recalibrated.neLateModel).toBeCloseTo(recalibrated.neEarlyModel, 9);
  expect(recalibrated.driftPercent).toBeCloseTo(0, 7);
  expect(recalibrated.ci95[1] - recalibrated.ci95[0]).toBeLessThan(1e-6);
});

test('gain: the rise with the signs the other way round, low end first', () => {
  const pairs = [1, 2].map((seed) => ({
    model: scoredUsers(300, 0.1, seed),
    baseline: scoredUsers(300, 0.8, seed),
  }));
  const rise = measureRise(pairs, Rng.fromSeed(1));
  const gain = measureGain(pairs, Rng.fromSeed(1));
  expect(gain.percent).toBe(-rise.percent);
  expect(gain.percent).toBeGreaterThan(0);
  expect(gain.ci95).toEqual([-rise.ci95[1], -rise.ci95[0]]);
  expect(gain.ci95Users).toEqual([-rise.ci95Users[1], -rise.ci95Users[0]]);
  expect(rise.bySeed).toHaveLength(2);
});
