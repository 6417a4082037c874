import { expect, test } from 'vitest';
import { createCheckpointClock } from '../../src/experiments/checkpoint-clock.ts';

test('due when so many minutes have passed since the last was written', () => {
  let now = 0;
  const isDue = createCheckpointClock(10, () => now);
  const at = (minutes: number): boolean => {
    now = minutes * 60_000;
    return isDue();
  };
  expect([at(1), at(9.9), at(10), at(10.1)]).toEqual([false, false, true, false]);
  // Counted from the asking after the writing, which took until 10.1.
  expect([at(20), at(20.1), at(32), at(41.9), at(42)]).toEqual([false, true, false, false, true]);
});

test('0 minutes: every second asking', () => {
  const isDue = createCheckpointClock(0, () => 7);
  expect([isDue(), isDue(), isDue(), isDue()]).toEqual([true, false, true, false]);
});
