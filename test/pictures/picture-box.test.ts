import { expect, test } from 'vitest';
import { toPixels } from '../../src/pictures/picture-box.ts';

test('corners are rounded, and a box has a pixel at least', () => {
  expect(toPixels({ x0: 0.25, y0: 0, x1: 0.76, y1: 1 }, { width: 10, height: 4 })).toEqual({
    ...{ left: 3, top: 0, width: 5, height: 4 },
  });
  expect(toPixels({ x0: 0.5, y0: 0.999, x1: 0.501, y1: 1 }, { width: 10, height: 4 })).toEqual({
    ...{ left: 5, top: 3, width: 1, height: 1 },
  });
});
