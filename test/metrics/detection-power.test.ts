import { expect, test } from 'vitest';
import { intervalAround } from '../../src/metrics/interval.ts';
import {
  powerOf,
  seedsNeeded,
  smallestEffect,
  timesNeeded,
} from '../../src/metrics/detection-power.ts';
import type { PilotVariance, PowerDesign } from '../../src/metrics/detection-power.ts';
import { Rng } from '../../src/util/rng.ts';

/** The share of comparisons whose interval leaves out 0, drawn and tested one by one. */
function simulatedPower(
  effect: number,
  pilot: PilotVariance,
  { seeds, times }: PowerDesign,
): number {
  const rng = Rng.fromSeed(5);
  const log = {
    variance: pilot.usersAndItems / times,
    degreesOfFreedom: pilot.degreesOfFreedom * times,
  };
  const comparisons = 4000;
  let shown = 0;
  for (let i = 0; i < comparisons; i++) {
    const common = effect + Math.sqrt(log.variance) * rng.normal();
    const values = Array.from(
      { length: seeds },
      () => common + Math.sqrt(pilot.ofSeed) * rng.normal(),
    );
    const mean = values.reduce((a, b) => a + b) / seeds;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const ofSeeds = { variance: squares / (seeds - 1) / seeds, degreesOfFreedom: seeds - 1 };
    const [low, high] = intervalAround(mean, [ofSeeds, log]);
    if (low > 0 || high < 0) shown++;
  }
  return shown / comparisons;
}

const PILOT: PilotVariance = { ofSeed: 0.04, usersAndItems: 0.01, degreesOfFreedom: 80 };

// The standard error of a share of 4000 is 0.8 %.
test.each<[number, PilotVariance, PowerDesign]>([
  [0.5, PILOT, { seeds: 4, times: 1 }],
  [0.3, PILOT, { seeds: 4, times: 1 }],
  [0.3, PILOT, { seeds: 3, times: 5 }],
  [1, PILOT, { seeds: 2, times: 1 }],
  [0.3, { ...PILOT, ofSeed: 0.001 }, { seeds: 5, times: 1 }],
  [0, PILOT, { seeds: 4, times: 1 }],
])('the chance to show %d, counted by simulation (%j, %j)', (effect, pilot, design) => {
  const simulated = simulatedPower(effect, pilot, design);
  expect(Math.abs(powerOf(effect, pilot, design) - simulated)).toBeLessThan(0.03);
});

test('z-tests by hand: 2.8016 standard errors give 80 %', () => {
  const known: PilotVariance = { ofSeed: 0, usersAndItems: 1, degreesOfFreedom: 1e6 };
  expect(smallestEffect(known, { seeds: 2, times: 1 })).toBeCloseTo(1.95996 + 0.84162, 2);
  expect(timesNeeded(0.5, known, 2)).toBeCloseTo((2.8016 / 0.5) ** 2, 0);
  expect(seedsNeeded(2.9, known, 1)).toBe(2);
  expect(seedsNeeded(2.7, known, 1)).toBeUndefined();
});

test('what is needed is just enough', () => {
  const seeds = seedsNeeded(0.4, PILOT, 1) ?? NaN;
  expect(powerOf(0.4, PILOT, { seeds, times: 1 })).toBeGreaterThanOrEqual(0.8);
  expect(powerOf(0.4, PILOT, { seeds: seeds - 1, times: 1 })).toBeLessThan(0.8);
  const times = timesNeeded(0.4, PILOT, 6) ?? NaN;
  expect(powerOf(0.4, PILOT, { seeds: 6, times })).toBeCloseTo(0.8, 3);
  // Two seeds as far apart as these show nothing so small on any log.
  expect(timesNeeded(0.1, PILOT, 2)).toBeUndefined();
});
