import { expect, test } from 'vitest';
import { learnableBounds } from '../../../src/data/simulate/learnable.ts';
import { LogCounts } from '../../../src/data/simulate/log-counts.ts';
import { World } from '../../../src/data/simulate/world.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../src/data/simulate/world-config.ts';

const CONFIG = { ...DEFAULT_WORLD_CONFIG, items: 200, users: 50, days: 2, impressionsPerDay: 4000 };

/** Mean cross-entropy of predictions, written out. */
function crossEntropy(truth: readonly number[], prediction: readonly number[]): number {
  const losses = truth.map((p, i) => {
    return -p * Math.log(prediction[i]) - (1 - p) * Math.log(1 - prediction[i]);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / truth.length;
}

test('bounds are those of the predictions written out, impression by impression', () => {
  const world = new World(CONFIG);
  const counts = new LogCounts();
  const truth: number[] = [];
  const items: number[] = [];
  for (let day = 1; day <= CONFIG.days; day++) {
    for (const batch of world.drawDay(day)) {
      counts.add(batch, day, world.catalog.numItems);
      truth.push(...batch.probability);
      items.push(...batch.impressions.itemIndex);
    }
  }
  const meanBy = (groups: readonly number[]): number[] => {
    const sums = new Map<number, [number, number]>();
    groups.forEach((group, i) => {
      const [sum, count] = sums.get(group) ?? [0, 0];
      sums.set(group, [sum + truth[i], count + 1]);
    });
    return groups.map((group) => {
      const [sum, count] = sums.get(group) ?? [NaN, NaN];
      return sum / count;
    });
  };
  const base = crossEntropy(truth, meanBy(items.map(() => 0)));
  const leaves = items.map((item) => world.catalog.leaf.values[item]);
  const bounds = learnableBounds(counts, world.catalog);
  expect(bounds.ofClusters).toBeCloseTo(crossEntropy(truth, meanBy(leaves)) / base, 10);
  expect(bounds.ofItems).toBeCloseTo(crossEntropy(truth, meanBy(items)) / base, 10);
  expect(bounds.ofTruth).toBeCloseTo(crossEntropy(truth, truth) / base, 10);
});

test("a user's last click tells the user's taste", () => {
  const world = new World({ ...CONFIG, impressionsPerDay: 50_000 });
  const topOf = (item: number): number => world.tree.nodeAt(world.catalog.leaf.values[item], 0);
  const lastTop = new Int32Array(CONFIG.users).fill(-1);
  // Shown something of the top cluster of a last click: own, and of the next user as a comparison.
  const own = { shown: 0, clicks: 0 };
  const others = { shown: 0, clicks: 0 };
  for (const { impressions } of world.drawDay(1)) {
    impressions.userIndex.forEach((user, i) => {
      const top = topOf(impressions.itemIndex[i]);
      for (const [of, tally] of [
        [user, own],
        [(user + 1) % CONFIG.users, others],
      ] as const) {
        if (lastTop[of] !== top) continue;
        tally.shown += 1;
        tally.clicks += impressions.label[i];
      }
      if (impressions.label[i] === 1) lastTop[user] = top;
    });
  }
  expect(own.shown).toBeGreaterThan(2000);
  expect(own.clicks / own.shown).toBeGreaterThan(1.2 * (others.clicks / others.shown));
});
