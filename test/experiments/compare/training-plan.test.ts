import { expect, test } from 'vitest';
import type { CorpusInfo } from '../../../src/artifacts/corpus.ts';
import { planTraining } from '../../../src/experiments/compare/training-plan.ts';

const info = { numItems: 1000 } as CorpusInfo;
const days = { from: 1, to: 4 };
const settings = { corpus: '/c', embed: 'prefix', days, modelWidth: 16 } as const;

test('the stream follows what decides the batches, with defaults, and nothing else', () => {
  const stream = (change: object): string => planTraining({ ...settings, ...change }, info).stream;
  const same = [
    { seed: 2 },
    { embed: 'sum' },
    { keepDays: [1] },
    { history: 'pma' },
    { batchSize: 1024 },
  ];
  for (const change of same) expect(stream(change)).toBe(stream({}));
  const others = [
    ...[{ corpus: '/d' }, { days: { from: 1, to: 3 } }, { batchSize: 512 }, { historyLength: 3 }],
    ...[{ heldOutShare: 0.2 }, { heldOutSeed: 3 }],
  ];
  expect(new Set([{}, ...others].map(stream)).size).toBe(1 + others.length);
});

test('a table takes rows x width x 8 bytes', () => {
  const bytes = (change: object): number =>
    planTraining({ ...settings, ...change }, info).tableBytes;
  expect(bytes({})).toBe(334 * 16 * 8);
  expect(bytes({ collisionFactor: 5 })).toBe(200 * 16 * 8);
  expect(bytes({ rows: 769 })).toBe(769 * 16 * 8);
  expect(bytes({ embed: 'individual', rows: 769 })).toBe(1000 * 16 * 8);
});
