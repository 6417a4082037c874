import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { streamItemBoxes } from '../../src/artifacts/item-boxes.ts';
import type { ItemBox } from '../../src/artifacts/item-boxes.ts';
import { openCatalog } from '../../src/data/catalog/open-catalog.ts';
import { openDatabase } from '../../src/data/duckdb.ts';
import { groundCatalog } from '../../src/grounding/ground-catalog.ts';
import type { GroundedCatalog } from '../../src/grounding/ground-catalog.ts';
import { GROUND_SETTINGS } from '../../src/grounding/grounding-settings.ts';
import type { GroundSettings } from '../../src/grounding/grounding-settings.ts';
import { middleSquare, preparePicture } from '../../src/pictures/prepare-picture.ts';
import { completeSettings } from '../../src/schema/settings.ts';
import { UserError } from '../../src/util/errors.ts';
import { hashBytes } from '../../src/util/hash-file.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { animate, draw } from '../support/draw-picture.ts';
import { testWithPackages } from '../support/embed-packages.ts';
import { redDetector } from '../support/red-detector.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-ground-'));

/** A gray picture with a red rectangle, in pixels. */
function redPixels(
  [width, height]: readonly [number, number],
  [left, top, right, bottom]: readonly [number, number, number, number],
): Uint8Array {
  return Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / (3 * width))];
    const isRed = x >= left && x < right && y >= top && y < bottom;
    return isRed ? [220, 20, 20][i % 3] : 128;
  });
}

/** 60 x 40, red from (30, 10) to (45, 30). */
const plain = () => draw(redPixels([60, 40], [30, 10, 45, 30]), 60, 40);
const PLAIN_BOX = [30 / 60, 10 / 40, 45 / 60, 30 / 40];

async function writePictures(): Promise<void> {
  const pictures = {
    'plain.png': await plain().png().toBuffer(),
    // A quarter to the right: what is at (x, y) of 60 x 40 stands at (39 - y, x) of 40 x 60.
    'turned.jpg': await plain().jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer(),
    'cmyk.jpg': await plain().toColorspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
    'animated.gif': await animate([
      await plain().png().toBuffer(),
      await draw(redPixels([60, 40], [0, 0, 0, 0]), 60, 40)
        .png()
        .toBuffer(),
    ]),
    'gray.png': await draw(new Uint8Array(60 * 40).fill(90), 60, 40)
      .png()
      .toBuffer(),
    'tall.png': await draw(redPixels([10, 400], [2, 300, 8, 380]), 10, 400)
      .png()
      .toBuffer(),
    'cut.jpg': (await plain().jpeg().toBuffer()).subarray(0, 300),
    'broken.jpg': Buffer.from('no picture'),
  };
  for (const [name, bytes] of Object.entries(pictures)) writeFileSync(join(root, name), bytes);
}

interface Run {
  readonly folder: string;
  readonly items: string;
  readonly detector?: ReturnType<typeof redDetector>;
  readonly settings?: Partial<GroundSettings>;
  readonly stopAfterParts?: number;
}

async function ground({ folder, items, ...run }: Run): Promise<GroundedCatalog> {
  const database = await openDatabase({ folder: join(folder, 'db'), memoryMb: 128 });
  let asked = 0;
  const given = { items: [items], detector: 'red', ...run.settings };
  const settings = completeSettings(GROUND_SETTINGS, given, '');
  try {
    return await groundCatalog({
      catalog: await openCatalog(database, [items], null),
      detector: run.detector ?? redDetector(64),
      ...{ folder, settings, begun: settings, detectorHashes: {} },
      elapsedSeconds: () => 1,
      onProgress: ignoreProgress,
      shouldStop: () => ++asked > (run.stopAfterParts ?? Infinity),
    });
  } finally {
    database.close();
  }
}

async function readBoxes(folder: string): Promise<Map<number | string, ItemBox>> {
  const all = new Map<number | string, ItemBox>();
  for await (const { itemIds, boxes } of streamItemBoxes(join(folder, 'boxes.arrow'))) {
    itemIds.forEach((id, i) => all.set(id, boxes[i]));
  }
  return all;
}

const corners = ({ x0, y0, x1, y1 }: ItemBox): number[] => [x0, y0, x1, y1];
const newFolder = (): string => mkdtempSync(join(root, 'out-'));

testWithPackages(
  'whatever the picture, the box is where the thing is when it stands upright',
  async () => {
    await writePictures();
    const items = join(root, 'kinds.csv');
    writeFileSync(
      items,
      'id,type,title,picture\n' +
        ['plain.png', 'turned.jpg', 'cmyk.jpg', 'animated.gif', 'gray.png', 'tall.png']
          .map((name) => `${name},Red thing,,${name}\n`)
          .join('') +
        'titled,,A title,plain.png\nunnamed,,,plain.png\ncut,Mug,,cut.jpg\nbroken,Mug,,broken.jpg\n' +
        'missing,Mug,,missing.jpg\nnone,Mug,,\n',
    );
    const folder = newFolder();
    const detector = redDetector(64);
    const { problems, ...grounded } = await ground({
      ...{ folder, items, detector },
      settings: { saveCrops: true },
    });
    expect(grounded).toMatchObject({
      numFound: 6,
      numCrops: 8,
      worked: { numRows: 8, numItems: 12 },
    });
    expect(problems.map(({ item_id, kept }) => [item_id, kept])).toEqual([
      ['unnamed', true],
      ['cut', false],
      ['broken', false],
      ['missing', false],
      ['none', false],
    ]);
    const boxes = await readBoxes(folder);
    const expected: Record<string, readonly number[]> = {
      'plain.png': PLAIN_BOX,
      'turned.jpg': [10 / 40, 30 / 60, 30 / 40, 45 / 60],
      'cmyk.jpg': PLAIN_BOX,
      'animated.gif': PLAIN_BOX,
      'tall.png': [2 / 10, 300 / 400, 8 / 10, 380 / 400],
      titled: PLAIN_BOX,
    };
    for (const [id, box] of Object.entries(expected)) {
      const found = boxes.get(id);
      expect(found, id).toMatchObject({ isFound: true });
      // A pixel of what the detector sees: of tall.png 3 of 128, else 64 of the shorter side.
      const most = id === 'tall.png' ? 1 / 3 : 1.5 / 64;
      corners(found as ItemBox).forEach((value, i) => {
        expect(Math.abs(value - box[i]), `${id} ${i}`).toBeLessThan(most);
      });
      const name = readdirSync(join(folder, 'crops')).find((each) =>
        each.startsWith(id.slice(0, 4)),
      );
      const { rgb } = await preparePicture(
        readFileSync(join(folder, 'crops', name ?? '')),
        middleSquare(8),
      );
      const middle = [...rgb.subarray(3 * 36, 3 * 37)];
      expect(middle[0], id).toBeGreaterThan(150);
      expect(middle[1], id).toBeLessThan(90);
    }
    const whole = { x0: 0, y0: 0, x1: 1, y1: 1, isFound: false };
    expect(boxes.get('gray.png')).toMatchObject({ ...whole, prompt: 'Red thing' });
    expect(boxes.get('gray.png')?.score).toBeCloseTo(1 / (1 + Math.exp(3)), 6);
    expect(boxes.get('unnamed')).toMatchObject({ ...whole, prompt: '', score: 0 });
    const bytes = readFileSync(join(root, 'plain.png'));
    expect(boxes.get('titled')).toMatchObject({ prompt: 'A title', pictureHash: hashBytes(bytes) });
    expect(new Set(detector.prompts)).toEqual(new Set(['Red thing', 'A title']));
    const page = readFileSync(join(folder, 'contact-sheet.html'), 'utf8');
    expect(page.match(/<figure>/g)).toHaveLength(8);
    expect(page.match(/class="box"/g)).toHaveLength(6);
    expect(page).not.toMatch(/(?:src|href)="(?!data:)/);
  },
);

testWithPackages('an interrupted run, shards and known boxes come to the same', async () => {
  await writePictures();
  const items = join(root, 'many.csv');
  const rows = Array.from({ length: 40 }, (_, i) => `${i},Thing ${i % 3},plain.png\n`);
  writeFileSync(items, `id,type,picture\n${rows.join('')}`);
  const [whole, interrupted] = [newFolder(), newFolder()];
  await ground({ folder: whole, items });
  const bytes = readFileSync(join(whole, 'boxes.arrow'));
  await expect(ground({ folder: interrupted, items, stopAfterParts: 1 })).rejects.toThrow(
    'add ‹resume› to go on',
  );
  expect(existsSync(join(interrupted, 'boxes.arrow'))).toBe(false);
  const rest = redDetector(64);
  await ground({ folder: interrupted, items, detector: rest });
  // Two parts of 16 were done.
  expect(rest.prompts).toHaveLength(8);
  expect(readFileSync(join(interrupted, 'boxes.arrow'))).toEqual(bytes);
  const shards = await Promise.all(
    [1, 2].map(async (index) => {
      const folder = newFolder();
      const shard = { index, count: 2 };
      await ground({ folder, items, settings: { shard, saveCrops: true } });
      writeFileSync(join(folder, 'run.json'), '{}');
      return folder;
    }),
  );
  expect(shards.map((folder) => readdirSync(join(folder, 'crops')).length)).toEqual([16, 24]);
  const [again, known] = [newFolder(), redDetector(64)];
  const settings = { known: shards };
  const { worked } = await ground({ folder: again, items, detector: known, settings });
  expect([worked.numKnown, known.prompts]).toEqual([40, []]);
  expect(readFileSync(join(again, 'boxes.arrow'))).toEqual(bytes);
  // Another threshold makes other boxes.
  const other = await ground({
    ...{ folder: newFolder(), items, detector: known },
    settings: { ...settings, boxThreshold: 0.95 },
  });
  expect(other).toMatchObject({ numFound: 0, worked: { numKnown: 0 } });
});

testWithPackages(
  'a picture that the model does not take is its own problem; if it takes none, it is said at once',
  async () => {
    await writePictures();
    const items = join(root, 'taken.csv');
    writeFileSync(items, 'id,type,picture\na,X,plain.png\nb,X,tall.png\n');
    const detector = redDetector(64);
    const taking = (takes: (height: number) => boolean): typeof detector => ({
      ...detector,
      detect: (picture, prompt) =>
        takes(picture.height)
          ? detector.detect(picture, prompt)
          : Promise.reject(new UserError(`red.onnx does not take ${picture.height}`)),
    });
    const folder = newFolder();
    const { problems } = await ground({
      folder,
      items,
      detector: taking((height) => height === 64),
    });
    expect(problems).toEqual([
      { item_id: 'b', row: 2, problem: 'red.onnx does not take 128', kept: false },
    ]);
    const none = ground({ folder: newFolder(), items, detector: taking(() => false) });
    await expect(none).rejects.toThrow(/^red\.onnx does not take/);
  },
);
