import { expect, test } from 'vitest';
import { createPlainLines, describeProgress } from '../../src/cli/progress.ts';

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
