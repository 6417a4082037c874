import { expect, test } from 'vitest';
import { COPY_KINDS } from '../../../../src/data/simulate/catalog.ts';
import type { WorldFact } from '../../../../src/data/simulate/world-fact.ts';
import { World } from '../../../../src/data/simulate/world.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../../../src/data/simulate/world-config.ts';

const SMALL: WorldConfig = {
  ...DEFAULT_WORLD_CONFIG,
  family: 'drifting',
  items: 2000,
  users: 1500,
  impressionsPerDay: 24,
  halfLifeDays: 'none',
  copyShare: 0.1,
};

/** A world after so many days. */
function after(days: number, settings: Partial<WorldConfig>): World {
  const world = new World({ ...SMALL, ...settings });
  for (let day = 1; day <= days; day++) Array.from(world.drawDay(day));
  return world;
}

test('after as many days as tastes take, they correlate 1/e with themselves; quality has its own time', () => {
  // Day 6 ends with block 23.
  const world = after(6, { tasteDriftDays: 5, qualityDriftDays: 20 });
  const [tastes, qualities] = world.family.facts(Int32Array.of()) as [WorldFact, WorldFact];
  const days = 23 / 4;
  expect(tastes.wanted).toBeCloseTo(Math.exp(-days / 5), 10);
  expect(qualities.wanted).toBeCloseTo(Math.exp(-days / 20), 10);
  expect(Math.abs(tastes.drawn - Math.exp(-days / 5))).toBeLessThan(0.03);
  expect(Math.abs(qualities.drawn - Math.exp(-days / 20))).toBeLessThan(0.05);
});

test('spreads stay what they are while everything moves, and copies stay as good as their originals', () => {
  const [fresh, old] = [after(0, {}), after(20, { tasteDriftDays: 2, qualityDriftDays: 2 })];
  const deviation = ({ family, catalog }: World): number => {
    const values = [...catalog.itemAt].map((item) => family.quality(item));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  };
  expect(Math.abs(deviation(old) / deviation(fresh) - 1)).toBeLessThan(0.25);
  const { catalog, family } = old;
  const copies = [...catalog.itemAt].filter(
    (item) => COPY_KINDS[catalog.copyKind.values[item]] !== 'none',
  );
  expect(copies.length).toBeGreaterThan(100);
  for (const copy of copies) {
    expect(family.quality(copy)).toBe(family.quality(catalog.copyOf.values[copy]));
  }
});

test('at first it is the family tree, later it is not', () => {
  const first = (family: WorldConfig['family']): World => new World({ ...SMALL, family });
  const [drifting, still] = [first('drifting'), first('tree')];
  expect(drifting.family.taste(7, 9)).toBe(still.family.taste(7, 9));
  const later = after(3, {});
  expect(later.family.taste(7, 9)).not.toBe(still.family.taste(7, 9));
  expect(later.family.quality(9)).not.toBe(drifting.family.quality(9));
});
