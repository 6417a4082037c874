import { expect, test } from 'vitest';
import { chanceOf, flip, randomCrop } from '../../src/pairs/augment.ts';
import { Rng } from '../../src/util/rng.ts';

const DRAWS = 20_000;

function draw(width: number, height: number, from: number, to: number) {
  const rng = Rng.fromSeed(1);
  return Array.from({ length: DRAWS }, () => randomCrop({ width, height }, { from, to }, rng));
}

test('a crop lies within the picture, has the share that is asked for and a ratio of 3:4 to 4:3', () => {
  const [width, height] = [4000, 3000];
  const wrong = draw(width, height, 0.3, 0.6).filter(({ left, top, width: wide, height: high }) => {
    const [share, ratio] = [(wide * high) / (width * height), wide / high];
    const isWithin = left >= 0 && top >= 0 && left + wide <= width && top + high <= height;
    return !isWithin || share < 0.299 || share > 0.601 || ratio < 0.749 || ratio > 1.335;
  });
  expect(wrong).toEqual([]);
});

test('where everything fits, shares and logarithms of ratios are even, and so is the place', () => {
  // A quarter of a square at most: every ratio fits.
  const crops = draw(10_000, 10_000, 0.1, 0.25);
  const meanOf = (of: (crop: (typeof crops)[number]) => number): number =>
    crops.reduce((sum, crop) => sum + of(crop), 0) / DRAWS;
  const error = 4 / Math.sqrt(DRAWS);
  const spread = Math.log(4 / 3);
  expect(Math.abs(meanOf((c) => (c.width * c.height) / 1e8) - 0.175)).toBeLessThan(error * 0.0433);
  const ratio = (c: (typeof crops)[number]): number => Math.log(c.width / c.height);
  expect(Math.abs(meanOf(ratio))).toBeLessThan((error * spread) / Math.sqrt(3));
  expect(meanOf((c) => ratio(c) ** 2)).toBeCloseTo(spread ** 2 / 3, 3);
  expect(Math.abs(meanOf((c) => c.left / (10_000 - c.width)) - 0.5)).toBeLessThan(error * 0.289);
  expect(Math.abs(meanOf((c) => c.top / (10_000 - c.height)) - 0.5)).toBeLessThan(error * 0.289);
});

test("open_clip's shares on a square: as often as the integral says, no draw fits and the whole is taken", () => {
  // A draw fits where |log ratio| <= -log share; the mean of that over shares from 0.9 to 1:
  const fits = (0.1 + 0.9 * Math.log(0.9)) / 0.1 / Math.log(4 / 3);
  const none = (1 - fits) ** 10;
  const whole = draw(10_000, 10_000, 0.9, 1).filter(
    (crop) => crop.width === 10_000 && crop.height === 10_000,
  ).length;
  expect(Math.abs(whole / DRAWS - none)).toBeLessThan(4 * Math.sqrt((none * (1 - none)) / DRAWS));
});

test('a picture too long for any ratio is cut to its middle', () => {
  const rng = Rng.fromSeed(1);
  const long = randomCrop({ width: 100, height: 10 }, { from: 0.9, to: 1 }, rng);
  expect(long).toEqual({ left: 43, top: 0, width: 13, height: 10 });
  const tall = randomCrop({ width: 9, height: 100 }, { from: 1, to: 1 }, rng);
  expect(tall).toEqual({ left: 0, top: 44, width: 9, height: 12 });
  expect(randomCrop({ width: 1, height: 1 }, { from: 0.9, to: 1 }, rng)).toEqual({
    ...{ left: 0, top: 0, width: 1, height: 1 },
  });
});

test('chance is of seed, epoch and item', () => {
  const first = (seed: number, epoch: number, id: number | string): number =>
    chanceOf(seed, epoch, id).uint32();
  expect(first(1, 2, 'a')).toBe(first(1, 2, 'a'));
  const draws = [
    first(1, 2, 'a'),
    first(2, 2, 'a'),
    first(1, 3, 'a'),
    first(1, 2, 'b'),
    first(1, 2, 7),
  ];
  expect(new Set(draws).size).toBe(5);
});

test('left to right, by hand', () => {
  const rgb = Uint8Array.from({ length: 27 }, (_, i) => i);
  flip(rgb, 3);
  expect([...rgb.subarray(0, 9)]).toEqual([6, 7, 8, 3, 4, 5, 0, 1, 2]);
  expect([...rgb.subarray(18)]).toEqual([24, 25, 26, 21, 22, 23, 18, 19, 20]);
});
