import { expect, test } from 'vitest';
import { assertWorldConfig, expectedItems } from '../../../src/data/simulate/check-world-config.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../../src/data/simulate/world-config.ts';
import { UserError } from '../../../src/util/errors.ts';

const check = (settings: Partial<WorldConfig>) => (): void =>
  assertWorldConfig({ ...DEFAULT_WORLD_CONFIG, ...settings });

test.each<[Partial<WorldConfig>, string]>([
  [{ items: 0 }, '--items is 0; give 1 to'],
  [{ days: 1001 }, '--days is 1001'],
  [{ meanCtr: 0 }, '--mean-ctr is 0'],
  [{ halfLifeDays: 0.1 }, '--half-life-days is 0.1'],
  [{ copyShare: 0.6 }, '--copy-share is 0.6; give 0 to 0.5'],
  [{ clusters: [1000, 1000, 2] }, '--clusters 1000,1000,2 makes 2000000'],
  [{ items: 1_000_000, embeddingWidth: 1024 }, 'would take'],
])('%o is answered with one line that names the flag', (settings, text) => {
  expect(check(settings)).toThrow(UserError);
  expect(check(settings)).toThrow(text);
});

test('the defaults and the ends of the bounds are fine', () => {
  expect(check({})).not.toThrow();
  expect(check({ items: 1, users: 1, days: 1, impressionsPerDay: 1 })).not.toThrow();
});

test('a half-life of a quarter day replaces half of the items in each of its 4 blocks', () => {
  const config = { ...DEFAULT_WORLD_CONFIG, items: 100, days: 2, halfLifeDays: 0.25 };
  expect(expectedItems(config)).toBe(100 + 7 * 50);
});
