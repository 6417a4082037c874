import { mkdtempSync, readFileSync, truncateSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  streamItemEmbeddings,
  writeItemEmbeddings,
} from '../../../src/artifacts/item-embeddings.ts';
import { readSemanticIds } from '../../../src/artifacts/semantic-ids.ts';
import { assignSemanticIds } from '../../../src/quantizer/code/assign-semantic-ids.ts';
import type { Assigned } from '../../../src/quantizer/code/assign-semantic-ids.ts';
import { codeEmbeddings } from '../../../src/quantizer/code/code-embeddings.ts';
import { normalizeRows } from '../../../src/quantizer/model/normalization.ts';
import type { RqVae } from '../../../src/quantizer/model/rq-vae.ts';
import { readQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { Rng } from '../../../src/util/rng.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { encodeSlowly, quantizeSlowly, rowOf } from '../reference.ts';
import { groupedItems, tinyConfig, trainTiny, WIDTH } from '../support.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-assign-'));
const model = join(root, 'best.safetensors');
const embeddings = join(root, 'embeddings.arrow');
const items = groupedItems();

beforeAll(async () => {
  await trainTiny(root, tinyConfig({ epochs: 4 }));
  await writeItemEmbeddings(embeddings, items);
});

const PLAIN = {
  embeddingsHash: 'ab',
  rules: { collisions: 'keep', capacity: null, shareDuplicates: false, beam: 1 },
  published: null,
} as const;

function assign(overrides: { model?: string; embeddings?: string } = {}): Promise<Assigned> {
  const job = { model, embeddings, ...overrides };
  return assignSemanticIds({
    ...{ ...job, batches: streamItemEmbeddings(job.embeddings) },
    ...{ ...PLAIN, folder: root, onProgress: ignoreProgress, shouldStop: neverStop },
  });
}

test('the file has the codes of a plain loop over items, in their order', async () => {
  const { levels, collisions } = await assign();
  const sids = await readSemanticIds(join(root, 'sids.arrow'));
  expect(sids.itemIds).toEqual(items.itemIds);
  expect(sids).toMatchObject({ levels: 2, codebookSizes: [6, 6] });
  expect(sids.quantizer).toMatch(/^[0-9a-f]{64}$/);
  const { model: loaded, normalization } = readQuantizer(model);
  const x_ND = normalizeRows(items.embeddings_ND.slice(), normalization);
  const codebooks = loaded.codebooks.read();
  items.itemIds.forEach((_, item) => {
    const z = encodeSlowly(loaded as RqVae, rowOf(x_ND, WIDTH, item));
    const wanted = quantizeSlowly(z, codebooks, loaded.codebookSizes).codes;
    expect([...sids.codes_NL.subarray(2 * item, 2 * item + 2)]).toEqual(wanted);
  });
  const ofFirst = new Set(sids.codes_NL.filter((_, i) => i % 2 === 0));
  expect(levels[0].usage).toBe(ofFirst.size);
  expect(collisions.items).toBe(200);
});

test('an item has the same codes alone, among others, and at any place', () => {
  const quantizer = readQuantizer(model);
  const rng = Rng.fromSeed(9);
  const many = Float32Array.from({ length: 3000 * WIDTH }, () => 3 * rng.normal());
  const codes_NL = codeEmbeddings(quantizer, many);
  const part = (from: number, to: number): Int32Array =>
    codeEmbeddings(quantizer, many.subarray(from * WIDTH, to * WIDTH));
  expect(codes_NL).toHaveLength(6000);
  for (const [from, to] of [
    [0, 1],
    [2999, 3000],
    [17, 1500],
    [1000, 2100],
    [1, 3000],
  ]) {
    expect(part(from, to)).toEqual(codes_NL.subarray(2 * from, 2 * to));
  }
  quantizer.model.dispose();
});

test('a latent has the same bits at any place of a chunk', () => {
  const { model: loaded } = readQuantizer(model);
  const rng = Rng.fromSeed(9);
  const row = Float32Array.from({ length: WIDTH }, () => rng.normal());
  const latentAt = (place: number): number[] => {
    const x = Float32Array.from({ length: 1024 * WIDTH }, () => rng.normal());
    x.set(row, place * WIDTH);
    return rowOf(loaded.encode(x), 8, place);
  };
  for (const place of [1, 7, 511, 512, 1000, 1022, 1023])
    expect(latentAt(place)).toEqual(latentAt(0));
  loaded.dispose();
});

test('embeddings of another width are refused with both widths', async () => {
  const path = join(root, 'wide.arrow');
  await writeItemEmbeddings(path, { itemIds: ['a'], embeddings_ND: new Float32Array(3), width: 3 });
  await expect(assign({ embeddings: path })).rejects.toThrow(
    `${path}: embeddings have 3 floats, ${model} was trained on 12;`,
  );
});

test('a NaN is named with its row, and no file is left half-written', async () => {
  const path = join(root, 'nan.arrow');
  const broken = groupedItems();
  broken.embeddings_ND[7 * WIDTH + 2] = NaN;
  await writeItemEmbeddings(path, broken);
  const folder = mkdtempSync(join(root, 'nan-'));
  const job = {
    ...PLAIN,
    model,
    embeddings: path,
    batches: streamItemEmbeddings(path),
    folder,
    onProgress: ignoreProgress,
    shouldStop: neverStop,
  };
  await expect(assignSemanticIds(job)).rejects.toThrow(
    /nan.arrow, row 8: the embedding of item .* holds NaN/,
  );
  expect(existsSync(join(folder, 'sids.arrow'))).toBe(false);
});

test('damaged files are named', async () => {
  const cut = join(root, 'cut.arrow');
  writeFileSync(cut, readFileSync(embeddings));
  truncateSync(cut, 2000);
  await expect(assign({ embeddings: cut })).rejects.toThrow(`${cut} is cut short`);
  const cutModel = join(root, 'cut.safetensors');
  writeFileSync(cutModel, readFileSync(model).subarray(0, 1500));
  await expect(assign({ model: cutModel })).rejects.toThrow(/cut\.safetensors.*cut short/);
  await expect(assign({ model: embeddings })).rejects.toThrow(/embeddings\.arrow is/);
  await expect(assign({ model: join(root, 'none') })).rejects.toThrow('none does not exist');
  const empty = join(root, 'empty.arrow');
  await writeItemEmbeddings(empty, {
    itemIds: [],
    embeddings_ND: new Float32Array(),
    width: WIDTH,
  });
  await expect(assign({ embeddings: empty })).rejects.toThrow(`${empty} holds no items`);
});
