import { expect, test } from 'vitest';
import { withinItemAuc } from '../../src/metrics/within-item-auc.ts';
import { Rng } from '../../src/util/rng.ts';

/** Impressions by users that click more or less, of items that are clicked more or less; scores of users differ in level. */
function draw(numUsers: number, signal: number, rng: Rng) {
  const rows = { userIndex: [], itemIndex: [], label: [], score: [] } as Record<
    'userIndex' | 'itemIndex' | 'label' | 'score',
    number[]
  >;
  for (let user = 0; user < numUsers; user++) {
    const level = rng.normal();
    for (let i = 0; i < 12; i++) {
      const item = rng.int(15);
      const score = Math.round(4 * rng.normal()) / 4;
      const logit = -1 + level + 0.1 * item + signal * score;
      rows.userIndex.push(user);
      rows.itemIndex.push(item);
      rows.score.push(score + 2 * level + item / 10);
      rows.label.push(rng.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0);
    }
  }
  return rows;
}

test('it agrees with counting all pairs of one item', () => {
  const rows = draw(40, 0.5, Rng.fromSeed(1));
  const { userIndex, itemIndex, label, score } = rows;
  const centered = score.map((each, i) => {
    const own = score.filter((_, j) => userIndex[j] === userIndex[i]);
    return each - own.reduce((sum, s) => sum + s, 0) / own.length;
  });
  let [wins, pairs] = [0, 0];
  label.forEach((clicked, i) => {
    label.forEach((other, j) => {
      if (clicked !== 1 || other !== 0 || itemIndex[i] !== itemIndex[j]) return;
      pairs += 1;
      wins += centered[i] > centered[j] ? 1 : centered[i] === centered[j] ? 0.5 : 0;
    });
  });
  const measured = withinItemAuc(rows);
  expect(measured.pairs).toBe(pairs);
  expect(measured.value).toBeCloseTo(wins / pairs, 12);
});

test('a score that says nothing is at 0.5, within 93 to 97 of 100 intervals, though users and items differ', () => {
  const rng = Rng.fromSeed(2);
  let covered = 0;
  let sum = 0;
  for (let i = 0; i < 400; i++) {
    const { value, ci95 } = withinItemAuc(draw(60, 0, rng));
    sum += value;
    if (ci95[0] <= 0.5 && 0.5 <= ci95[1]) covered += 1;
  }
  expect(sum / 400).toBeCloseTo(0.5, 2);
  expect(covered).toBeGreaterThan(365);
  expect(covered).toBeLessThan(395);
});

test('it rises with what the score says; without pairs there is nothing to measure', () => {
  const rng = Rng.fromSeed(3);
  const aucs = [0, 0.5, 1, 2].map((signal) => withinItemAuc(draw(400, signal, rng)).value);
  expect(aucs).toEqual(aucs.toSorted((a, b) => a - b));
  expect(aucs[3]).toBeGreaterThan(0.75);
  const none = { userIndex: [1, 2], itemIndex: [1, 2], label: [1, 0], score: [1, 2] };
  expect(withinItemAuc(none).value).toBeNaN();
});
