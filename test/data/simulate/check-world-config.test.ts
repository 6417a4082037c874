import { expect, test } from 'vitest';
import {
  completeWorldConfig,
  expectedItems,
} from '../../../src/data/simulate/check-world-config.ts';
import { DEFAULT_WORLD_CONFIG, WORLD_SETTINGS } from '../../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../../src/data/simulate/world-config.ts';
import { parseSettings } from '../../../src/schema/settings.ts';
import { UserError } from '../../../src/util/errors.ts';

const check = (settings: Partial<WorldConfig>) => (): void => {
  const config = { ...DEFAULT_WORLD_CONFIG, ...settings };
  completeWorldConfig(parseSettings(WORLD_SETTINGS, config, 'simulate'));
};

test.each<[Partial<WorldConfig>, string]>([
  [{ items: 0 }, '"simulate.items" must be a whole number from 1 to 20,000,000, not 0'],
  [{ days: 1001 }, '"simulate.days" must be a whole number from 1 to 1,000'],
  [{ meanCtr: 0 }, '"simulate.meanCtr" must be a number from 0.0001 to 0.9999'],
  [{ halfLifeDays: 0.1 }, '"simulate.halfLifeDays" must be a number from 0.25 to 10,000'],
  [{ copyShare: 0.6 }, '"simulate.copyShare" must be a number from 0 to 0.5, not 0.6'],
  [{ clusters: [1000, 1000, 2] }, 'clusters 1000,1000,2 make 2000000'],
  [{ items: 1_000_000, embeddingWidth: 1024 }, 'would take'],
  [{ clusters: [16, 8] }, 'clusters 16,8 has 2 levels; ‹family› tree has three'],
  [{ contentSignal: 0.5 }, '‹contentSignal› is a setting of ‹family› hidden-factors, not of tree'],
])('%o is answered with one line that names the setting', (settings, text) => {
  expect(check(settings)).toThrow(UserError);
  expect(check(settings)).toThrow(text);
});

test('the defaults and the ends of the bounds are fine', () => {
  expect(check({})).not.toThrow();
  expect(check({ items: 1, users: 1, days: 1, impressionsPerDay: 1 })).not.toThrow();
});

test('the settings of a family have their defaults in its worlds alone', () => {
  const completed = (settings: Partial<WorldConfig>): WorldConfig =>
    completeWorldConfig({ ...DEFAULT_WORLD_CONFIG, ...settings });
  expect(completed({}).contentSignal).toBeNull();
  expect(completed({ family: 'hidden-factors' }).contentSignal).toBe(0.5);
  expect(completed({ family: 'hidden-factors', contentSignal: 0 }).contentSignal).toBe(0);
});

test('items that never die are all there are', () => {
  const config = { ...DEFAULT_WORLD_CONFIG, items: 100, halfLifeDays: 'none' as const };
  expect(expectedItems(config)).toBe(100);
});

test('a half-life of a quarter day replaces half of the items in each of its 4 blocks', () => {
  const config = { ...DEFAULT_WORLD_CONFIG, items: 100, days: 2, halfLifeDays: 0.25 };
  expect(expectedItems(config)).toBe(100 + 7 * 50);
});
