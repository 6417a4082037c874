import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { resampleRgb } from '../../src/pictures/resample.ts';
import type { PictureKernel } from '../../src/pictures/resample.ts';

interface Golden {
  readonly width: number;
  readonly height: number;
  readonly cases: readonly {
    readonly kernel: PictureKernel;
    readonly width: number;
    readonly height: number;
    readonly rgb: number[];
  }[];
}
const { cases, ...size } = JSON.parse(
  readFileSync('test/golden/pictures/resized.json', 'utf8'),
) as Golden;

/** As make.py has it. */
const rgb = Uint8Array.from({ length: size.width * size.height * 3 }, (_, i) => {
  const [x, y, c] = [Math.floor(i / 3) % size.width, Math.floor(i / (3 * size.width)), i % 3];
  return (x * 37 + y * 91 + c * 53 + ((x * y) % 7) * 19) % 256;
});

test.each(cases)("$kernel to $width x $height is Pillow's to the last bit", (golden) => {
  expect([...resampleRgb(rgb, size, golden, golden.kernel)]).toEqual(golden.rgb);
});
