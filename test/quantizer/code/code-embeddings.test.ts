import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import {
  codeEmbeddings,
  decodeCodes,
  encodeEmbeddings,
} from '../../../src/quantizer/code/code-embeddings.ts';
import { NORMALIZATION_NAMES, normalizeRows } from '../../../src/quantizer/model/normalization.ts';
import type { RqVae } from '../../../src/quantizer/model/rq-vae.ts';
import { readQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import type { Quantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { decodeSlowly, encodeSlowly, quantizeSlowly, rowOf } from '../reference.ts';
import { groupedItems, tinyConfig, trainTiny, WIDTH } from '../support.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-code-'));
const { embeddings_ND } = groupedItems();
const NUM_ITEMS = embeddings_ND.length / WIDTH;
const fileOf = (name: string): string => join(root, name, 'best.safetensors');
const opened: Quantizer[] = [];

function open(path: string): Quantizer {
  const quantizer = readQuantizer(path);
  opened.push(quantizer);
  return quantizer;
}

beforeAll(async () => {
  for (const normalize of NORMALIZATION_NAMES) {
    await trainTiny(join(root, normalize), tinyConfig({ normalize, epochs: 2 }));
  }
});
afterAll(() => opened.forEach(({ model }) => model.dispose()));

test.each(NORMALIZATION_NAMES)('%s: latents and decoded codes are those of plain loops', (name) => {
  const quantizer = open(fileOf(name));
  const model = quantizer.model as RqVae;
  const { mean_D, factor_D } = quantizer.normalization;
  const x_ND = normalizeRows(embeddings_ND.slice(), quantizer.normalization);
  const given = embeddings_ND.slice();
  const [z_NZ, codes_NL] = [encodeEmbeddings(quantizer, given), codeEmbeddings(quantizer, given)];
  expect(given).toEqual(embeddings_ND);
  const decoded_ND = decodeCodes(quantizer, codes_NL);
  expect(decoded_ND).toHaveLength(NUM_ITEMS * WIDTH);
  for (let item = 0; item < NUM_ITEMS; item += 7) {
    const z = encodeSlowly(model, rowOf(x_ND, WIDTH, item));
    expect(rowOf(z_NZ, model.latentWidth, item)).toBeAllclose(z, 1e-4);
    const { chosen } = quantizeSlowly(z, model.codebooks.values, model.codebookSizes);
    const quantized = z.map((_, d) => chosen.reduce((sum, v) => sum + v[d], 0));
    const wanted = decodeSlowly(model, quantized).map((value, d) =>
      name === 'unit-norm' ? value : value / factor_D[d] + mean_D[d],
    );
    expect(rowOf(decoded_ND, WIDTH, item)).toBeAllclose(wanted, 1e-4);
  }
});

test('what is decoded is nearer to the embeddings than their mean is, in their own units', () => {
  const quantizer = open(fileOf('standardize'));
  const decoded_ND = decodeCodes(quantizer, codeEmbeddings(quantizer, embeddings_ND));
  const { mean_D } = quantizer.normalization;
  const error = (of: (i: number) => number): number =>
    embeddings_ND.reduce((sum, value, i) => sum + (value - of(i)) ** 2, 0);
  expect(error((i) => decoded_ND[i])).toBeLessThan(0.9 * error((i) => mean_D[i % WIDTH]));
});

test('a model of the format of before is the same model', async () => {
  const path = fileOf('center');
  const { tensors, metadata } = readCheckpoint(path);
  const config = { ...(JSON.parse(metadata.config) as object), threads: 2 };
  const codebooks = tensors.get('codebooks');
  if (codebooks === undefined) throw new Error('no codebooks');
  const old = join(root, 'old.safetensors');
  await writeCheckpoint(old, {
    tensors: new Map(tensors).set('codebooks', { ...codebooks, shape: [2, 6, 8] }),
    metadata: { ...metadata, format: 'sid-quantizer-1', config: JSON.stringify(config) },
  });
  const [now, before] = [open(path), open(old)];
  expect(before.config).toEqual(now.config);
  expect(codeEmbeddings(before, embeddings_ND)).toEqual(codeEmbeddings(now, embeddings_ND));
});
