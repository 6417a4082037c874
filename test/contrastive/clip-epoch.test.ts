import { expect, test } from 'vitest';
import { bestClipEpoch, scoreOf } from '../../src/contrastive/clip-epoch.ts';
import type { ClipDirection, ClipEpoch } from '../../src/contrastive/clip-epoch.ts';

const direction = (hits: number, mrr: number): ClipDirection => ({
  ...{ queries: 7, searched: 7, 'hits@1': 0, 'hits@5': hits, mrr, ci95: null, chance: 5 / 7 },
});

/** @param hits forth and back @param mrr of both directions */
const epoch = (number: number, hits: readonly [number, number], mrr: number): ClipEpoch => ({
  ...{ epoch: number, train_loss: null, scale: 1 },
  text_to_picture: direction(hits[0], mrr),
  picture_to_text: direction(hits[1], mrr),
});
const best = (...history: ClipEpoch[]): number => bestClipEpoch(history, 'hits@5').epoch;

test('the best by its figure; of equal ones that of the best mrr; of those the first', () => {
  expect(best(epoch(0, [0, 1], 0.1), epoch(1, [1, 1], 0.1), epoch(2, [1, 0], 0.9))).toBe(1);
  expect(best(epoch(0, [1, 1], 0.5), epoch(1, [1, 1], 0.7), epoch(2, [1, 1], 0.6))).toBe(1);
  expect(best(epoch(0, [1, 1], 0.5), epoch(1, [1, 1], 0.5))).toBe(0);
});

test('5/7 and 7/7 are as good as 6/7 twice, whatever floats make of their mean', () => {
  const [apart, alike] = [epoch(0, [5 / 7, 1], 0.5), epoch(1, [6 / 7, 6 / 7], 0.5)];
  expect((5 / 7 + 1) / 2).not.toBe((6 / 7 + 6 / 7) / 2);
  expect(scoreOf(apart, 'hits@5')).toBe(scoreOf(alike, 'hits@5'));
  expect(best(apart, alike)).toBe(0);
  expect(best({ ...alike, epoch: 0 }, { ...apart, epoch: 1 })).toBe(0);
});

test('where nothing is held out the last', () => {
  const none = { text_to_picture: null, picture_to_text: null };
  const history = [0, 1, 2].map((number) => ({ ...epoch(number, [0, 0], 0), ...none }));
  expect(best(...history)).toBe(2);
});
