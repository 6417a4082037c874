import { expect, test } from 'vitest';
import { moreLog } from '../../../src/experiments/where/more-log.ts';
import { TYPICAL_VARIANCES } from '../../../src/experiments/typical-variances.ts';
import { powerOf, WANTED_POWER } from '../../../src/metrics/detection-power.ts';

test('the impressions that a gain needs show it, and no fewer do', () => {
  const lines = moreLog(5000);
  expect(lines.map(({ like }) => like)).toEqual(TYPICAL_VARIANCES.map(({ name }) => name));
  for (const [i, { seeds, smallest_gain, needed }] of lines.entries()) {
    const { impressions, ...pilot } = TYPICAL_VARIANCES[i];
    const chance = (gain: number, of: number): number =>
      powerOf(gain, pilot, { seeds, times: of / impressions });
    expect(chance(smallest_gain, 5000)).toBeCloseTo(WANTED_POWER, 2);
    const [{ gain, impressions: enough }] = needed;
    expect(chance(gain, enough)).toBeGreaterThanOrEqual(WANTED_POWER);
    expect(chance(gain, enough * 0.98)).toBeLessThan(WANTED_POWER);
  }
});

test('more impressions show less, and smaller gains take more of them', () => {
  const [few] = moreLog(2000);
  const [many] = moreLog(50_000);
  expect(many.smallest_gain).toBeLessThan(few.smallest_gain);
  const counts = many.needed.map(({ impressions }) => impressions).filter(Number.isFinite);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(counts.length).toBeGreaterThan(1);
});
