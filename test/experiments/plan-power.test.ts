import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describePower } from '../../src/cli/print/describe-power.ts';
import { planPower, readPilot } from '../../src/experiments/plan-power.ts';
import { TYPICAL_VARIANCES } from '../../src/experiments/typical-variances.ts';
import { madeUpRecord, writeMadeUp } from '../support/made-up-records.ts';
import { comparisonMetrics, line } from '../support/made-up-shop.ts';
import { temporaryFolder } from './tiny-run.ts';

const folder = temporaryFolder();

test('a pilot: the variance of one seed is that of the mean times the seeds', async () => {
  const place = join(folder, 'pilot');
  await writeMadeUp(madeUpRecord('compare', place, { metrics: comparisonMetrics() }));
  const { lines, seeds } = readPilot(place, 'ne/all');
  expect(seeds).toBe(2);
  expect(lines.map(({ name }) => name)).toEqual(['random', 'individual', 'prefix']);
  const [{ pilot, measured, impressions }] = lines;
  // Made up: between seeds 0.003^2 / 40 with one degree of freedom, the log 0.003^2 / 8.
  expect(pilot.ofSeed).toBeCloseTo((2 * 0.003 ** 2) / 40, 12);
  expect(pilot.usersAndItems).toBeCloseTo(0.003 ** 2 / 8, 12);
  expect([measured, impressions]).toEqual([0.96, 5000]);
  expect(() => readPilot(place, 'ne/al')).toThrow('did you mean "ne/all"');
  const plans = planPower(lines, 0.005, 4);
  expect(plans[0].power).toBeGreaterThan(0.9);
  const text = describePower(plans, { figure: 'ne/all', effect: 0.005, seeds: 4, sources: [] });
  expect(text).toMatch(/^prefix +5,000 +\+0\.95/m);
});

test('one seed tells nothing of seeds', async () => {
  const place = join(folder, 'one');
  const seedless = comparisonMetrics().strategies[0].figures['ne/all'];
  const figures = { 'ne/all': { ...seedless, between_seeds: null } };
  const strategies = [line('random', { ne: 0.9, seeds: [1], figures })];
  await writeMadeUp(
    madeUpRecord('compare', place, { metrics: { ...comparisonMetrics(), strategies } }),
  );
  expect(() => readPilot(place, 'ne/all')).toThrow('has one seed');
});

test('logs measured before have variances that mean something, and say where they are from', () => {
  expect(TYPICAL_VARIANCES.length).toBeGreaterThan(0);
  for (const { ofSeed, usersAndItems, source, impressions } of TYPICAL_VARIANCES) {
    expect(Math.min(ofSeed, usersAndItems)).toBeGreaterThan(0);
    expect(Math.max(ofSeed, usersAndItems)).toBeLessThan(25);
    expect(impressions).toBeGreaterThan(1000);
    expect(source).toMatch(/seeds/);
  }
});
