import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCatalog } from '../../src/data/catalog/open-catalog.ts';
import { openDatabase } from '../../src/data/duckdb.ts';
import type { TellingTokenizer } from '../../src/onnx/tokenizer.ts';
import { readPairs } from '../../src/pairs/read-pairs.ts';
import type { PairReading } from '../../src/pairs/read-pairs.ts';
import type { PairTable } from '../../src/pairs/pair-table.ts';
import { createPictureReader } from '../../src/pictures/read-picture.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { Rng } from '../../src/util/rng.ts';
import { neverStop } from '../../src/util/signals.ts';
import { draw } from '../support/draw-picture.ts';

export const MOST_TOKENS = 12;

/** Characters as tokens, between 1 and 2. */
export const letters: TellingTokenizer = (text) => {
  const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  const isCut = codes.length > MOST_TOKENS - 2;
  return { ids: [1, ...codes.slice(0, MOST_TOKENS - 2), 2], isCut };
};

/** A noisy picture as a PNG file: the same pixels for the same seed. */
export function noisyPng(width: number, height: number, seed: number): Promise<Uint8Array> {
  const rng = Rng.fromSeed(seed);
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => rng.int(256));
  return draw(pixels, width, height).png().toBuffer();
}

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sid-pairs-'));
}

export const NO_GROUPS = {
  ...{
    groupBy: 'none',
    weightBy: null,
    heldOutBy: null,
    trainValues: ['train'],
    heldOutValues: ['test'],
  },
};

/** Opens the catalog of a folder and reads its pairs. @param file of the folder */
export async function readMadeUp(
  folder: string,
  file: string,
  options: Partial<PairReading> = {},
): Promise<PairTable> {
  const database = await openDatabase({ folder: join(folder, 'db'), memoryMb: 128 });
  try {
    const catalog = await openCatalog(database, [join(folder, file)], null);
    return await readPairs({
      ...{ database, catalog, settings: NO_GROUPS, tokenize: letters },
      sources: { boxes: null, texts: null },
      readPicture: createPictureReader(PICTURES),
      picturesPath: join(folder, 'work', 'pictures.bin'),
      ...{ onProgress: ignoreProgress, shouldStop: neverStop },
      ...options,
    });
  } finally {
    database.close();
  }
}

const PICTURES = {
  ...{ allowDownload: false, allowPrivateAddresses: false, pictureCache: null },
  ...{ pictureMb: 1, downloadSeconds: 1 },
};

/** A CSV catalog with pictures as files: `rows` of title, picture, type, split. */
export function writeCsv(folder: string, rows: readonly (readonly string[])[]): string {
  const lines = rows.map((cells, i) => [`i${i}`, ...cells].join(','));
  writeFileSync(join(folder, 'items.csv'), `id,title,picture,type,split\n${lines.join('\n')}\n`);
  return 'items.csv';
}
