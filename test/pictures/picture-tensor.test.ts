import { expect, test } from 'vitest';
import { writePixels } from '../../src/pictures/picture-tensor.ts';

test('pixels become channels, scaled, at their offset', () => {
  const rgb = Uint8Array.from([0, 255, 51, 255, 0, 102, 0, 0, 0, 0, 0, 0]);
  const target = new Float32Array(13).fill(9);
  writePixels({ rgb }, { mean: [0.5, 0, 0.2], std: [0.5, 1, 0.4] }, target, 1);
  const expected = [9, -1, 1, -1, -1, 1, 0, 0, 0, 0, 0.5, -0.5, -0.5];
  expected.forEach((value, i) => expect(target[i], String(i)).toBeCloseTo(value, 6));
});
