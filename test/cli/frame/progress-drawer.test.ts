import { expect, test } from 'vitest';
import {
  createPlainLines,
  describeProgress,
  timeLeft,
} from '../../../src/cli/frame/progress-drawer.ts';

test('progress in words', () => {
  const progress = { stage: 'day 3', done: 12000, unit: 'impressions' };
  expect(describeProgress(progress)).toBe('day 3: 12,000 impressions');
  expect(describeProgress({ ...progress, total: 48000, note: 'ne 0.81' })).toBe(
    'day 3: 12,000 of 48,000 impressions (25 %), ne 0.81',
  );
});

test('without a terminal a line every ten seconds, none before', () => {
  let now = 0;
  let written = '';
  const lines = createPlainLines({ write: (text) => (written += text) }, () => now);
  for (; now <= 25_000; now += 1000) {
    lines.onProgress({ stage: 'work', done: now, unit: 'items' });
  }
  expect(written).toBe('work: 10,000 items\nwork: 20,000 items\n');
  lines.writeLine('done');
  expect(written.endsWith('items\ndone\n')).toBe(true);
});

test('without a terminal too, what is left is said where the end is known', () => {
  let now = 0;
  let written = '';
  const lines = createPlainLines({ write: (text) => (written += text) }, () => now);
  for (; now <= 40_000; now += 10_000) {
    lines.onProgress({
      stage: now < 20_000 ? 'one' : 'two',
      done: now / 1000,
      total: 100,
      unit: 'items',
    });
  }
  expect(written.split('\n').slice(0, 4)).toEqual([
    'one: 10 of 100 items (10 %), 2 min left',
    'two: 20 of 100 items (20 %)',
    'two: 30 of 100 items (30 %), 70 s left',
    'two: 40 of 100 items (40 %), 60 s left',
  ]);
});

test('time left by the pace since the stage began', () => {
  const progress = { stage: 'work', done: 30, total: 100, unit: 'items' };
  // 20 in 10 s, 70 to go.
  expect(timeLeft(progress, 10, 10_000)).toBe('35 s left');
  expect(timeLeft({ ...progress, total: 1000 }, 10, 10_000)).toBe('8 min left');
  expect(timeLeft({ ...progress, total: 100_000 }, 10, 10_000)).toBe('14 h left');
  expect(timeLeft(progress, 30, 10_000)).toBe('');
  expect(timeLeft({ stage: 'work', done: 30, unit: 'items' }, 0, 10_000)).toBe('');
});
