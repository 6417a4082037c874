import { expect, test } from 'vitest';
import { chooseBox } from '../../src/grounding/choose-box.ts';

const NONE = -Infinity;
/** Three queries of three tokens: scores 0.5 (of 0), 0.88 (of 2), 0.73 (of 1). */
const logits = Float32Array.of(-1, 0, NONE, 2, -5, NONE, NONE, 1, NONE);
const box = (...numbers: number[]): number[] => numbers;
const boxes = (...rows: number[][]): Float32Array => Float32Array.from(rows.flat());

const three = boxes(box(0.5, 0.5, 0.2, 0.2), box(0.25, 0.5, 0.5, 0.25), box(0.9, 0.9, 0.1, 0.1));

test('the most confident box, as corners', () => {
  const { score, ...rest } = chooseBox({ logits, boxes: three }, 0.25);
  expect(rest).toEqual({ x0: 0, y0: 0.375, x1: 0.5, y1: 0.625, isFound: true });
  expect(score).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
});

test('none above the threshold: the whole picture, with the score of the best', () => {
  expect(chooseBox({ logits, boxes: three }, 0.9)).toMatchObject({
    ...{ x0: 0, y0: 0, x1: 1, y1: 1, isFound: false },
    score: expect.closeTo(0.8808, 4) as number,
  });
  // At the threshold is not above it.
  const half = { logits: Float32Array.of(0), boxes: boxes(box(0.5, 0.5, 0.2, 0.2)) };
  expect(chooseBox(half, 0.5).isFound).toBe(false);
  expect(chooseBox(half, 0.4999).isFound).toBe(true);
});

test('boxes are cut off at the edges; one beyond them, or without an area, does not count', () => {
  const outside = boxes(box(0.5, 0.5, 0.2, 0.2), box(1.5, 0.5, 0.2, 0.2), box(0.9, 0.9, 0.5, 0.5));
  const cut = chooseBox({ logits, boxes: outside }, 0.25);
  expect(cut.x0).toBeCloseTo(0.65, 6);
  expect(cut).toMatchObject({ x1: 1, y1: 1, isFound: true });
  const flat = boxes(box(0.5, 0.5, 0, 0.2), box(0.5, 0.5, 0.2, 0), box(0.5, 0.5, NaN, 0.2));
  expect(chooseBox({ logits, boxes: flat }, 0)).toMatchObject({ isFound: false, score: 0 });
  const nothing = { logits: new Float32Array(9).fill(NONE), boxes: three };
  expect(chooseBox(nothing, 0)).toMatchObject({ isFound: false, score: 0, x1: 1 });
});
