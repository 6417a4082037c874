import { expect, test } from 'vitest';
import { detectorSizeOf, scaleDetectorSize } from '../../src/grounding/detector-size.ts';

const USUAL = { shortestEdge: 800, longestEdge: 1333 };

test.each([
  // 800 x 4/3 = 1066.67
  [
    { width: 640, height: 480 },
    { width: 1066, height: 800 },
  ],
  [
    { width: 480, height: 640 },
    { width: 800, height: 1066 },
  ],
  [
    { width: 100, height: 100 },
    { width: 800, height: 800 },
  ],
  // The longer side would be 2000: the shorter one becomes 1333 x 400 / 1000 = 533.2.
  [
    { width: 1000, height: 400 },
    { width: 1333, height: 533 },
  ],
  [
    { width: 400, height: 1000 },
    { width: 533, height: 1333 },
  ],
  // 1333 x 3 / 6 = 666.5, which Python rounds to the even 666; the longer side is cut from 1333 exactly.
  [
    { width: 600, height: 300 },
    { width: 1333, height: 666 },
  ],
  // 1333 x 1 / 4000 = 0.33: never below a pixel.
  [
    { width: 4000, height: 1 },
    { width: 1333, height: 1 },
  ],
  // The shorter side is right as it is.
  [
    { width: 1201, height: 800 },
    { width: 1201, height: 800 },
  ],
])('%j becomes %j', (upright, expected) => {
  expect(detectorSizeOf(upright, USUAL)).toEqual(expected);
});

test('a fixed size is taken whatever the shape', () => {
  expect(detectorSizeOf({ width: 10, height: 999 }, { width: 80, height: 64 })).toEqual({
    width: 80,
    height: 64,
  });
});

test('another shorter side scales both bounds', () => {
  // 1333 x 480 / 800 = 799.8
  expect(scaleDetectorSize(USUAL, 480)).toEqual({ shortestEdge: 480, longestEdge: 800 });
  expect(scaleDetectorSize({ height: 64, width: 80 }, 32)).toEqual({ height: 32, width: 40 });
});
