import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { codeEmbeddings } from '../../src/quantizer/code/code-embeddings.ts';
import { readQuantizer, weightsOf } from '../../src/quantizer/model/saved-quantizer.ts';
import { groupedItems, tinyConfig, trainTiny } from './support.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Made by this test: what any machine must give. It changes with what is computed, and with nothing else. */
const GOLDEN = {
  'rq-vae': { weights: '4b2f35bec03fab18', codes: '6f9d1ebd7dd97c3b' },
  'residual-kmeans': { weights: 'e0fcd3bf8a4fe6db', codes: 'f4b2806722254f4a' },
  'balanced-kmeans': { weights: '5acfb1112a949623', codes: 'eec3763afadcebe8' },
  dpca: { weights: 'cdbe02c6e5856847', codes: '4a5bda218e76e022' },
  'rq-fsq': { weights: '227dd3382d8da80e', codes: '78d6352fbff0f7e7' },
};

function hashOf(values: Float32Array | Int32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

test.each([
  ['rq-vae', '1'],
  ['rq-vae', '2'],
  ['rq-vae', '4'],
  ['residual-kmeans', '1'],
  ['residual-kmeans', '3'],
  ['balanced-kmeans', '1'],
  ['balanced-kmeans', '3'],
  ['dpca', '1'],
  ['dpca', '3'],
  ['rq-fsq', '2'],
] as const)('%s with %s threads: the weights and codes of every machine', async (name, threads) => {
  vi.stubEnv('SID_THREADS', threads);
  const folder = mkdtempSync(join(tmpdir(), 'sid-same-bits-'));
  // Sizes that no vector divides; batches of more rows than a chunk, so that threads share them.
  const config = tinyConfig({
    ...{ quantizer: name, levels: 3, codebookSize: 19, hidden: [37, 21], latentWidth: 11 },
    ...{ batchSize: 90, epochs: 4, restartAfter: 2 },
  });
  await trainTiny(folder, config);
  const quantizer = readQuantizer(join(folder, 'best.safetensors'));
  const weights = [...weightsOf(quantizer.model).values()].flatMap(({ values }) => [...values]);
  const codes_NL = codeEmbeddings(quantizer, groupedItems(300, 7).embeddings_ND);
  quantizer.model.dispose();
  expect({ weights: hashOf(Float32Array.from(weights)), codes: hashOf(codes_NL) }).toEqual(
    GOLDEN[name],
  );
});
