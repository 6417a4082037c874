import { expect, test } from 'vitest';
import { createTurnClock } from '../../../src/cli/frame/turn-clock.ts';

test('own turns, and an equal share of what is done for all', () => {
  let now = 100;
  const clock = createTurnClock(2, () => now);
  const pass = (seconds: number, next: number | undefined): void => {
    now += seconds;
    clock.onTurn(next);
  };
  pass(4, 0); // for all
  pass(10, 1); // of the first
  pass(30, undefined); // of the second
  pass(2, 0); // for all
  now += 5; // of the first, not ended
  expect(clock.secondsOf(0)).toBe(10 + 5 + (4 + 2) / 2);
  expect(clock.secondsOf(1)).toBe(30 + (4 + 2) / 2);
});

test('alone: all that has passed', () => {
  let now = 0;
  const clock = createTurnClock(1, () => now);
  for (const next of [0, undefined, 0]) {
    now += 3;
    clock.onTurn(next);
  }
  now += 1;
  expect(clock.secondsOf(0)).toBe(10);
});
