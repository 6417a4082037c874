import { expect, test } from 'vitest';
import { Pace } from '../../src/describe/pace.ts';
import { turnedClock } from '../support/turned-clock.ts';

test('turns are evenly apart: 120 a minute are one in half a second, whoever takes them', async () => {
  const clock = turnedClock();
  const pace = new Pace(clock, () => false, 120);
  const turns: number[] = [];
  const take = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      await pace.turn();
      turns.push(clock.nowMs());
    }
  };
  await Promise.all([take(), take()]);
  expect(turns).toEqual([0, 500, 1000, 1500, 2000, 2500]);
});

test('without a limit nobody waits', async () => {
  const clock = turnedClock();
  const pace = new Pace(clock, () => false, null);
  for (let i = 0; i < 3; i++) await pace.turn();
  expect(clock.nowMs()).toBe(0);
});

test('a pause is for all, and a shorter one does not end it', async () => {
  const clock = turnedClock();
  const pace = new Pace(clock, () => false, null);
  pace.pause(5000);
  pace.pause(10);
  await pace.turn();
  expect(clock.nowMs()).toBe(5000);
});
