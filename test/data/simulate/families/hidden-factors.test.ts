import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { COPY_KINDS } from '../../../../src/data/simulate/catalog.ts';
import { World } from '../../../../src/data/simulate/world.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../../../src/data/simulate/world-config.ts';

const SMALL: WorldConfig = {
  ...DEFAULT_WORLD_CONFIG,
  family: 'hidden-factors',
  items: 400,
  users: 100,
  days: 2,
  impressionsPerDay: 4000,
  halfLifeDays: 2,
};

/** Digest of all that a log has, and of its true click probabilities. */
function logOf(settings: Partial<WorldConfig>): string {
  const world = new World({ ...SMALL, ...settings });
  const hash = createHash('sha256');
  for (const day of [1, 2]) {
    for (const { impressions, probability } of world.drawDay(day)) {
      const { userIndex, itemIndex, timeMs, label, dense } = impressions;
      for (const column of [userIndex, itemIndex, timeMs, label, ...dense, probability]) {
        hash.update(new Uint8Array(column.buffer));
      }
    }
  }
  return hash.digest('hex');
}

const ONE_CONTENT = { clusters: [16, 8, 8], copyShare: 0.3 };
const OTHER_CONTENT = { clusters: [3, 1, 2], copyShare: 0 };

test('at signal 0 the log is the same, bit for bit, whatever the content: other trees, vectors, copies', () => {
  const log = logOf({ ...ONE_CONTENT, contentSignal: 0 });
  expect(logOf({ ...OTHER_CONTENT, contentSignal: 0 })).toBe(log);
  // The comparison sees content where there is any.
  const some = logOf({ ...ONE_CONTENT, contentSignal: 0.01 });
  expect(some).not.toBe(log);
  expect(logOf({ ...OTHER_CONTENT, contentSignal: 0.01 })).not.toBe(some);
});

test('a copy has its original’s cluster, and nothing else of it', () => {
  const { catalog, family } = new World({ ...SMALL, items: 2000, copyShare: 0.2 });
  const items = Array.from({ length: catalog.numItems }, (_, item) => item);
  const copies = items.filter((item) => COPY_KINDS[catalog.copyKind.values[item]] !== 'none');
  expect(copies.length / items.length).toBeCloseTo(0.2, 1);
  for (const copy of copies) {
    const original = catalog.copyOf.values[copy];
    expect(COPY_KINDS[catalog.copyKind.values[original]]).toBe('none');
    expect(catalog.leaf.values[copy]).toBe(catalog.leaf.values[original]);
    expect(family.quality(copy)).not.toBe(family.quality(original));
  }
});

test.each([0, 0.3, 1])(
  'at signal %s content explains that share, and the spreads stay what they are',
  (contentSignal) => {
    const world = new World({ ...SMALL, items: 20_000, contentSignal });
    const { catalog, family } = world;
    const items = Int32Array.from({ length: catalog.numItems }, (_, item) => item);
    for (const { fact, wanted, drawn } of family.facts(items)) {
      expect(Math.abs(drawn - (wanted ?? NaN)), `${fact}: ${drawn}, wanted ${wanted}`).toBeLessThan(
        5,
      );
    }
    const users = Array.from({ length: SMALL.users }, (_, user) => user);
    const tastes = users.flatMap((user) =>
      [...items.subarray(0, 500)].map((item) => family.taste(user, item)),
    );
    expect(Math.abs(deviation(tastes) - SMALL.tasteSpread)).toBeLessThan(0.15);
    // Two parts of 0.5 each: what clusters or hidden factors add, and an item's own.
    expect(
      Math.abs(deviation([...items].map((item) => family.quality(item))) - Math.SQRT1_2),
    ).toBeLessThan(0.1);
  },
);

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
