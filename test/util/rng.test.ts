import { expect, test } from 'vitest';
import { Rng } from '../../src/util/rng.ts';

const draw = (rng: Rng, count: number): number[] =>
  Array.from({ length: count }, () => rng.uint32());

test('the same seed and name give the same numbers, others give others', () => {
  const numbers = draw(Rng.fromSeed(5).split('a'), 8);
  expect(draw(Rng.fromSeed(5).split('a'), 8)).toEqual(numbers);
  expect(draw(Rng.fromSeed(6).split('a'), 8)).not.toEqual(numbers);
  expect(draw(Rng.fromSeed(5).split('b'), 8)).not.toEqual(numbers);
  expect(draw(Rng.fromSeed(5 + 2 ** 32).split('a'), 8)).not.toEqual(numbers);
});

test('a child does not depend on how much its parent has drawn', () => {
  const parent = Rng.fromSeed(1);
  const early = draw(parent.split('child'), 4);
  draw(parent, 100);
  expect(draw(parent.split('child'), 4)).toEqual(early);
});

test('uniform, normal and exponential numbers have their moments', () => {
  const rng = Rng.fromSeed(2);
  const count = 200_000;
  const moments = (next: () => number): [mean: number, variance: number] => {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const x = next();
      sum += x;
      squares += x * x;
    }
    return [sum / count, squares / count - (sum / count) ** 2];
  };
  // Five standard errors of the mean are 0.003 to 0.011.
  expect(moments(() => rng.uniform())).toBeAllclose([0.5, 1 / 12], 0.004);
  expect(moments(() => rng.normal())).toBeAllclose([0, 1], 0.015);
  expect(moments(() => rng.exponential())).toBeAllclose([1, 1], 0.03);
});

test('int covers [0, limit) evenly; shuffle keeps every element', () => {
  const rng = Rng.fromSeed(3);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[rng.int(7)] += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  const shuffled = rng.shuffle([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(shuffled.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
