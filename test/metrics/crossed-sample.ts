// Made-up impressions with effects of users and items, for tests of what is measured on them.
import { createSample } from '../../src/metrics/sample.ts';
import type { Sample } from '../../src/metrics/sample.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import type { Rng } from '../../src/util/rng.ts';

/** Users shown alike, and items by Zipf's law: the first most. @param size skew 0 shows items alike too */
export function drawSample(
  rng: Rng,
  size: {
    readonly users: number;
    readonly items: number;
    readonly impressions: number;
    readonly skew?: number;
  },
): Sample {
  const ends: number[] = [];
  for (let item = 0, end = 0; item < size.items; item++)
    ends.push((end += (item + 1) ** -(size.skew ?? 1)));
  const total = ends[size.items - 1];
  const userIndex = new Int32Array(size.impressions);
  const itemIndex = new Int32Array(size.impressions);
  for (let i = 0; i < size.impressions; i++) {
    userIndex[i] = rng.int(size.users);
    const at = rng.uniform() * total;
    itemIndex[i] = ends.findIndex((end) => at < end);
  }
  return createSample({ label: new Uint8Array(size.impressions), userIndex, itemIndex });
}

/** Standard deviations of the parts of a value: value of impression i with seed s = user + item + noise + seed + item x seed. */
export interface Effects {
  readonly user: number;
  readonly item: number;
  readonly noise: number;
  readonly seed: number;
  readonly itemBySeed: number;
}

/** For each seed the mean of values whose expectation is 0, with its influences (y_i - mean) / n. */
export function drawMeans(
  rng: Rng,
  sample: Sample,
  numSeeds: number,
  effects: Effects,
): Measurement[] {
  const draw = (count: number, size: number): Float64Array =>
    Float64Array.from({ length: count }, () => size * rng.normal());
  const { users, items, label } = sample;
  const n = label.length;
  const ofUser = draw(users.count, effects.user);
  const ofItem = draw(items.count, effects.item);
  const base = draw(n, effects.noise).map(
    (noise, i) => noise + ofUser[users.clusterOf[i]] + ofItem[items.clusterOf[i]],
  );
  return Array.from({ length: numSeeds }, () => {
    const ofSeed = effects.seed * rng.normal();
    const both = draw(items.count, effects.itemBySeed);
    const values = base.map((value, i) => value + ofSeed + both[items.clusterOf[i]]);
    const value = values.reduce((a, b) => a + b, 0) / n;
    return {
      value,
      influence: {
        sample,
        addTo: (target, weight) => {
          for (let i = 0; i < n; i++) target[i] += (weight * (values[i] - value)) / n;
        },
      },
    };
  });
}
