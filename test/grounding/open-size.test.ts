import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { chooseBox } from '../../src/grounding/choose-box.ts';
import { loadGroundingDino } from '../../src/grounding/grounding-dino.ts';
import { draw } from '../support/draw-picture.ts';
import { testWithPackages } from '../support/embed-packages.ts';

/** Random weights, exported with open sizes by optional/grounding-dino/export.py. */
const folder = 'test/golden/grounding/tiny';

/** What PyTorch made of them. */
interface GoldenCase {
  readonly caption: string;
  readonly height: number;
  readonly width: number;
  /** Of each query, for the caption's tokens. */
  readonly logits: readonly (readonly number[])[];
  readonly boxes: readonly (readonly number[])[];
}
const golden = JSON.parse(
  readFileSync('test/golden/grounding/golden.json', 'utf8'),
) as GoldenCase[];

testWithPackages("at sizes that no export had in it, logits and boxes are PyTorch's", async () => {
  const detector = await loadGroundingDino(folder, null);
  for (const { caption, height, width, ...expected } of golden) {
    const pixels = Float32Array.from({ length: 3 * height * width }, (_, i) =>
      Math.fround(Math.fround(((i * 7919) % 1009) / 250) - 2),
    );
    const { logits, boxes } = await detector.detectPixels(pixels, { height, width }, caption);
    expected.boxes.flat().forEach((value, i) => {
      expect(Math.abs(boxes[i] - value), `${height} x ${width}`).toBeLessThan(1e-5);
    });
    const most = logits.length / expected.logits.length;
    expected.logits.forEach((row, query) => {
      row.forEach((value, i) => {
        const own = logits[query * most + i];
        expect(Math.abs(own - value), `${height} x ${width}`).toBeLessThan(5e-4);
      });
    });
  }
});

testWithPackages('the size that the detector sees is chosen, the shape kept', async () => {
  const pixels = Uint8Array.from({ length: 3 * 200 * 120 }, (_, i) => (i * i) % 251);
  const bytes = await draw(pixels, 200, 120).png().toBuffer();
  const sizes = [];
  for (const side of [null, 64, 48]) {
    const detector = await loadGroundingDino(folder, side);
    const { width, height, ...picture } = await detector.decode(bytes);
    sizes.push([width, height]);
    const output = await detector.detect({ width, height, ...picture }, 'Red apple');
    expect(chooseBox(output, 0).isFound).toBe(true);
  }
  // 96 x 200/120; then 64 and 48 for 96, the longer side at most 160 x 64/96 = 107 and 80.
  expect(sizes).toEqual([
    [160, 96],
    [106, 64],
    [80, 48],
  ]);
});
