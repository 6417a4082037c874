import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { openWeightFiles } from '../../../src/artifacts/model-weights.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { trainClipRecord } from '../../../src/records/train-clip-record.ts';
import { Rng } from '../../../src/util/rng.ts';
import { runCli } from '../../support/run-cli.ts';

const NUM_ITEMS = 60;
const WIDTHS = { picture: 12, text: 9 } as const;
const root = mkdtempSync(join(tmpdir(), 'sid-heads-'));

/** Both sides see the same four hidden numbers of an item, each by a map of its own. */
function writeShop(): { readonly catalog: string; readonly rows: Record<string, number[][]> } {
  const rng = Rng.fromSeed(5);
  const draw = (size: number): number[] => Array.from({ length: size }, () => rng.normal());
  const hidden = Array.from({ length: NUM_ITEMS }, () => draw(4));
  const rows: Record<string, number[][]> = {};
  for (const [side, width] of Object.entries(WIDTHS)) {
    const map = Array.from({ length: width }, () => draw(4));
    rows[side] = hidden.map((own) =>
      map.map((row) => row.reduce((sum, weight, d) => sum + weight * own[d], 0.05 * rng.normal())),
    );
  }
  const csv = (side: string, has: (item: number) => boolean): void => {
    const lines = rows[side].flatMap((row, item) => {
      const numbers = row.map((value) => value.toFixed(6)).join(', ');
      return has(item) ? [`${item},"[${numbers}]"`] : [];
    });
    writeFileSync(join(root, `${side}.csv`), `item_id,embedding\n${lines.join('\n')}\n`);
  };
  // The last item has a text alone, the first a picture alone; the catalog lacks item 1.
  csv('picture', (item) => item !== NUM_ITEMS - 1);
  csv('text', (item) => item !== 0);
  const items = Array.from({ length: NUM_ITEMS }, (_, item) => `${item},thing ${item}`);
  const catalog = join(root, 'items.csv');
  writeFileSync(catalog, `id,title\n${items.filter((_, item) => item !== 1).join('\n')}\n`);
  return { catalog, rows };
}

const { catalog, rows } = writeShop();
const features = [
  ...['--picture-features', join(root, 'picture.csv')],
  ...['--text-features', join(root, 'text.csv')],
];
const words = [
  ...['train-clip', '--train', 'heads', '--items', catalog, ...features, '--head-width', '8'],
  ...['--batch-size', '16', '--epochs', '60', '--learning-rate', '0.03'],
  ...['--held-out-share', '0.25', '--leftover', 'spread'],
];
const bytesIn = (folder: string, name: string): Buffer => readFileSync(join(folder, name));
const FILES = [
  'heads.safetensors',
  'config.json',
  'pictures.arrow',
  'texts.arrow',
  'embeddings.arrow',
];

test('heads find held-out pairs; all items with features get vectors', async () => {
  const out = join(root, 'a');
  const run = await runCli(...words, '--out', out, '--json');
  expect(run.status, run.err).toBe(0);
  const { metrics } = readRecord(trainClipRecord, out);
  // Without the one of each side alone, and the one that the catalog lacks.
  expect(metrics).toMatchObject({ pairs: NUM_ITEMS - 3, problems: 2 });
  expect(metrics.learned_parameters).toBe((12 + 9) * 8 + 2 * 8 + 1);
  const best = metrics.history[metrics.best_epoch].text_to_picture;
  expect(best?.['hits@5']).toBeGreaterThan(0.85);
  expect(metrics.history[0].text_to_picture?.['hits@5']).toBeLessThan(0.5);

  const [pictures, texts, both] = await Promise.all(
    ['pictures', 'texts', 'embeddings'].map((name) =>
      readItemEmbeddings(join(out, `${name}.arrow`)),
    ),
  );
  expect([...pictures.itemIds]).toEqual(Array.from({ length: NUM_ITEMS - 1 }, (_, i) => i));
  expect([...texts.itemIds]).toEqual(Array.from({ length: NUM_ITEMS - 1 }, (_, i) => i + 1));
  expect([...both.itemIds]).toEqual(Array.from({ length: NUM_ITEMS }, (_, i) => i));
  const rowOf = ({ embeddings_ND }: typeof both, row: number): Float32Array =>
    embeddings_ND.subarray(row * 8, (row + 1) * 8);
  expect(rowOf(both, 0)).toEqual(rowOf(pictures, 0));
  expect(rowOf(both, NUM_ITEMS - 1)).toEqual(rowOf(texts, NUM_ITEMS - 2));
  const sum = rowOf(pictures, 7).map((value, d) => value + rowOf(texts, 6)[d]);
  const length = Math.hypot(...sum);
  rowOf(both, 7).forEach((value, d) => {
    expect(value).toBeCloseTo(sum[d] / length, 5);
  });

  // As somebody else would read heads.safetensors: unit rows, less the mean, unit again, W x + b, unit.
  const weights = openWeightFiles([join(out, 'heads.safetensors')]);
  const unit = (row: readonly number[]): number[] => row.map((value) => value / Math.hypot(...row));
  const mean = weights.read('picture_features.mean', [12]);
  const x = unit(unit(rows.picture[7]).map((value, f) => value - mean[f]));
  const matrix = weights.read('picture_head.weight', [8, 12]);
  const bias = weights.read('picture_head.bias', [8]);
  const y = unit([...bias].map((b, d) => x.reduce((all, v, f) => all + v * matrix[d * 12 + f], b)));
  rowOf(pictures, 7).forEach((value, d) => {
    expect(value).toBeCloseTo(y[d], 4);
  });

  const again = await runCli(...words, '--out', join(root, 'b'));
  expect(again.status, again.err).toBe(0);
  for (const name of FILES) {
    expect(bytesIn(join(root, 'b'), name).equals(bytesIn(out, name)), name).toBe(true);
  }
  const hidden = await runCli(
    ...[...words, '--head-hidden', '6', '--loss', 'sigmoid', '--feature-form', 'standardized'],
    ...['--epochs', '2'],
    ...['--out', join(root, 'c')],
  );
  expect(hidden.status, hidden.err).toBe(0);
  const names = bytesIn(join(root, 'c'), 'heads.safetensors').toString('latin1');
  expect(names).toContain('text_head.down.weight');
  expect(names).toContain('text_features.scale');
});

test('mistakes are told in one line', async () => {
  const out = join(root, 'refused');
  const refused = async (...given: string[]): Promise<string> => {
    const run = await runCli('train-clip', '--items', catalog, ...given, '--out', out);
    expect(run.status, run.err).toBe(2);
    expect(existsSync(out)).toBe(false);
    return run.err.trim().split('\n').at(-1) ?? '';
  };
  expect(await refused()).toContain('--train all wants --clip');
  expect(await refused('--train', 'heads')).toContain('give --picture-features');
  expect(await refused('--train', 'heads', ...features.slice(0, 2))).toContain(
    'give --text-features',
  );
  const heads = ['--train', 'heads', ...features];
  expect(await refused(...heads, '--clip', root)).toContain('leave out --clip');
  const named = join(root, 'named.csv');
  writeFileSync(named, 'item_id,embedding\na,"[1, 2]"\nb,"[2, 1]"\n');
  const withText = (path: string) => [
    '--train',
    'heads',
    ...features.slice(0, 2),
    '--text-features',
    path,
  ];
  expect(await refused(...withText(named))).toMatch(
    /picture\.csv are numbers, .*named\.csv are text/,
  );
  const others = join(root, 'others.csv');
  writeFileSync(others, 'item_id,embedding\n1000,"[1, 2]"\n1001,"[2, 1]"\n');
  expect(await refused(...withText(others))).toMatch(
    /no item of .* is in both .*others\.csv \(1000\)/,
  );
  expect(await refused(...withText(join(root, 'gone')))).toContain('gone does not exist');
  expect(await refused(...withText(root))).toContain('holds no embeddings');
  const zeros = join(root, 'zeros.csv');
  writeFileSync(zeros, `item_id,embedding\n${[2, 3, 4].map((i) => `${i},"[0, 0]"`).join('\n')}\n`);
  expect(await refused(...withText(zeros), '--held-out-share', '0')).toMatch(
    /zeros\.csv, row 1: .*zeros/,
  );
});

test('settings of a CLIP are said to have no effect', async () => {
  const without = ['--part-size', '4', '--boxes', join(root, 'no boxes')];
  const run = await runCli(...words, '--epochs', '1', ...without, '--out', join(root, 'd'));
  expect(run.status, run.err).toBe(0);
  expect(run.err).toContain('--part-size has no effect without --clip');
  expect(run.err).toContain('--boxes has no effect without --clip');
});
