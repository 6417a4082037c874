import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readPictureProcessor } from '../../src/embed/picture-processor.ts';
import { chanceOf, randomCrop } from '../../src/pairs/augment.ts';
import { loadPixels } from '../../src/pairs/load-pixels.ts';
import type { Augmentation } from '../../src/pairs/load-pixels.ts';
import type { PairTable } from '../../src/pairs/pair-table.ts';
import { writePixels } from '../../src/pictures/picture-tensor.ts';
import { prepareMeasuredPicture, preparePicture } from '../../src/pictures/prepare-picture.ts';
import { UserError } from '../../src/util/errors.ts';
import { hashBytes } from '../../src/util/hash-file.ts';
import { mean } from '../../src/util/stats.ts';
import { draw } from '../support/draw-picture.ts';
import { testWithPackages } from '../support/embed-packages.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';
import { makeFolder, noisyPng, readMadeUp, writeCsv } from './made-up-pairs.ts';

const NONE = { seed: 1, epoch: 0, cropArea: 'none', flipChance: 0 } as const;
const shape = { size: 16, shorterSide: 16, kernel: 'cubic' } as const;
const scale = { mean: [0, 0, 0], std: [1 / 255, 1 / 255, 1 / 255] };

interface Golden {
  readonly width: number;
  readonly height: number;
  readonly cases: readonly {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
    readonly size: number;
    readonly rgb: readonly number[];
  }[];
}

testWithPackages(
  "a crop squeezed into a square is Pillow's: enlarged to the last bit, shrunk as sharp shrinks",
  async () => {
    const golden = JSON.parse(readFileSync('test/golden/pictures/cropped.json', 'utf8')) as Golden;
    const { width, height } = golden;
    // As make.py has it.
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
      const [x, y, c] = [Math.floor(i / 3) % width, Math.floor(i / (3 * width)), i % 3];
      return (x * 37 + y * 91 + c * 53 + ((x * y) % 7) * 19) % 256;
    });
    const png = await draw(rgb, width, height).png().toBuffer();
    for (const { size, rgb: wanted, ...area } of golden.cases) {
      const square = { size, shorterSide: null, kernel: 'cubic' } as const;
      const got = await prepareMeasuredPicture(png, { width, height }, square, area);
      const off = got.rgb.map((value, i) => Math.abs(value - wanted[i]));
      if (size >= Math.min(area.width, area.height)) expect(Math.max(...off)).toBe(0);
      else expect(mean(off)).toBeLessThan(1.5);
    }
  },
);

/** Three pictures as files, the second cut to a box. */
async function makePairs(): Promise<{ folder: string; pairs: PairTable; pngs: Uint8Array[] }> {
  const folder = makeFolder();
  const pngs = [await noisyPng(40, 20, 1), await noisyPng(30, 50, 2), await noisyPng(16, 16, 3)];
  pngs.forEach((png, i) => writeFileSync(join(folder, `${i}.png`), png));
  const rows = pngs.map((_, i) => [`item ${i}`, `${i}.png`, '', '']);
  const prompt = { prompt: 'mug', score: 1, isFound: true };
  const box = { ...BOX, ...prompt, pictureHash: hashBytes(pngs[1]) };
  const sources = { boxes: new Map([['i1', box]]), texts: null };
  return { folder, pngs, pairs: await readMadeUp(folder, writeCsv(folder, rows), { sources }) };
}
const BOX = { x0: 0.2, y0: 0.1, x1: 0.9, y1: 0.7 };

/** What `sid embed` gives its encoder. */
async function asEmbedded(png: Uint8Array, box: typeof BOX | null): Promise<Float32Array> {
  const pixels = new Float32Array(3 * 16 * 16);
  writePixels(await preparePicture(png, shape, box), scale, pixels, 0);
  return pixels;
}

testWithPackages('without augmentation pixels are those of sid embed, boxes and all', async () => {
  const { pairs, pngs } = await makePairs();
  const wanted = [
    ...(await asEmbedded(pngs[1], BOX)),
    ...(await asEmbedded(pngs[0], null)),
    ...(await asEmbedded(pngs[1], BOX)),
  ];
  const form = { shape, scale };
  for (const augmentation of [null, NONE]) {
    const got = await loadPixels(pairs, Int32Array.of(1, 0, 1), form, augmentation);
    expect(got).toEqual(Float32Array.from(wanted));
  }
  expect(await loadPixels(pairs, new Int32Array(0), form, null)).toHaveLength(0);
});

testOnModels(['tiny-clip'], "a model's own processor is followed", async () => {
  const { pairs, pngs } = await makePairs();
  const processor = readPictureProcessor(sharedModel('tiny-clip'), 32);
  if (processor === undefined) throw new Error('tiny-clip has no processor');
  const got = await loadPixels(pairs, Int32Array.of(0), processor, null);
  const { rgb } = await preparePicture(pngs[0], processor.shape);
  const { mean, std } = processor.scale;
  got.forEach((value, i) => {
    const [channel, pixel] = [Math.floor(i / 1024), i % 1024];
    expect(value).toBeCloseTo((rgb[3 * pixel + channel] / 255 - mean[channel]) / std[channel], 5);
  });
});

testWithPackages(
  'a crop is drawn by seed, epoch and item, within the box, whatever batch the item is in',
  async () => {
    const { pairs, pngs } = await makePairs();
    const form = { shape, scale };
    const crop: Augmentation = { ...NONE, cropArea: { from: 0.3, to: 0.6 } };
    const load = async (rows: readonly number[], part: Partial<Augmentation> = {}) =>
      loadPixels(pairs, Int32Array.from(rows), form, { ...crop, ...part });
    const alone = await load([1]);
    expect((await load([0, 2, 1])).subarray(-768)).toEqual(alone);
    expect(await load([1], { epoch: 1 })).not.toEqual(alone);
    expect(await load([1], { seed: 2 })).not.toEqual(alone);
    // The box in pixels of 30 x 50.
    const box = { left: 6, top: 5, width: 21, height: 30 };
    const drawn = randomCrop(box, { from: 0.3, to: 0.6 }, chanceOf(1, 0, 'i1').split('crop'));
    const area = { ...drawn, left: drawn.left + 6, top: drawn.top + 5 };
    const square = { ...shape, shorterSide: null };
    const wanted = new Float32Array(768);
    const upright = { width: 30, height: 50 };
    const prepared = await prepareMeasuredPicture(pngs[1], upright, square, area);
    writePixels(prepared, scale, wanted, 0);
    expect(alone).toEqual(wanted);
  },
);

testWithPackages('a flip turns rows around, as often as is asked', async () => {
  const { pairs } = await makePairs();
  const form = { shape, scale };
  const [plain, turned] = [
    await loadPixels(pairs, Int32Array.of(0), form, NONE),
    await loadPixels(pairs, Int32Array.of(0), form, { ...NONE, flipChance: 1 }),
  ];
  for (let row = 0; row < 48; row++) {
    const own = plain.subarray(row * 16, (row + 1) * 16);
    expect(turned.subarray(row * 16, (row + 1) * 16)).toEqual(own.slice().reverse());
  }
  let numTurned = 0;
  for (let epoch = 0; epoch < 40; epoch++) {
    const half = { ...NONE, epoch, flipChance: 0.5 };
    const [first] = await loadPixels(pairs, Int32Array.of(0), form, half);
    numTurned += Number(first === turned[0]);
  }
  expect(numTurned).toBeGreaterThan(8);
  expect(numTurned).toBeLessThan(32);
});

testWithPackages('a picture that changed since is named, with file and row', async () => {
  const { folder, pairs, pngs } = await makePairs();
  const load = () => loadPixels(pairs, Int32Array.of(0, 1), { shape, scale }, null);
  const path = join(folder, '1.png');
  rmSync(path);
  await expect(load()).rejects.toThrow(UserError);
  await expect(load()).rejects.toThrow(`items.csv, row 2: ${path}: `);
  writeFileSync(path, pngs[1].subarray(0, 300));
  await expect(load()).rejects.toThrow(`items.csv, row 2: ${path}: `);
  writeFileSync(path, pngs[1]);
  expect(await load()).toHaveLength(2 * 768);
});
