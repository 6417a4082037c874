import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codeEmbeddings } from '../../../../src/quantizer/code/code-embeddings.ts';
import { normalizeRows } from '../../../../src/quantizer/model/normalization.ts';
import { principalComponents } from '../../../../src/quantizer/model/pca.ts';
import type { QuantizerName } from '../../../../src/quantizer/model/quantizer-table.ts';
import type { RqVae } from '../../../../src/quantizer/model/rq-vae.ts';
import { readQuantizer } from '../../../../src/quantizer/model/saved-quantizer.ts';
import { InterruptedError } from '../../../../src/util/errors.ts';
import { decodeSlowly, encodeSlowly, quantizeSlowly, rowOf } from '../../reference.ts';
import { groupedItems, tinyConfig, trainTiny, WIDTH } from '../../support.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-fits-'));

async function fit(quantizer: QuantizerName, name = quantizer as string) {
  const config = tinyConfig({ quantizer, codebookSizes: [12, 4], validationShare: 0 }, 200);
  const folder = join(root, name);
  const trained = await trainTiny(folder, config);
  return { ...trained, file: join(folder, 'best.safetensors') };
}

test.each([
  ['balanced-kmeans', 0.8],
  ['dpca', 0.6],
  ['rq-fsq', 0.4],
] as const)('%s: no epochs, the same bits again, unequal sizes', async (quantizer, least) => {
  const { history, explainedVariance, measures, file } = await fit(quantizer);
  expect(history).toEqual([]);
  expect(explainedVariance).toBeGreaterThan(least);
  expect(measures.levels[0].usage).toBeGreaterThanOrEqual(4);
  expect(measures.levels[1].usage).toBeLessThanOrEqual(4);
  const again = await fit(quantizer, `${quantizer}-again`);
  expect(readFileSync(again.file).equals(readFileSync(file))).toBe(true);
});

test.each([
  // 12 = 3 x 2 x 2 and 4 = 2 x 2: five components may get steps; FSQ has log_8 12, one.
  ['dpca', 5],
  ['rq-fsq', 1],
] as const)('%s: latents are principal components, the decoder goes back', async (name, width) => {
  const { file, explainedVariance } = await fit(name, `${name}-plain`);
  const quantizer = readQuantizer(file);
  const model = quantizer.model as RqVae;
  expect(model.latentWidth).toBe(width);
  const { embeddings_ND } = groupedItems();
  const codes_NL = codeEmbeddings(quantizer, embeddings_ND);
  const x_ND = normalizeRows(embeddings_ND.slice(), quantizer.normalization);
  const { mean_D, directions_ZD } = principalComponents(x_ND, WIDTH, width);
  let [error, variance] = [0, 0];
  for (let item = 0; item < 200; item++) {
    const x = rowOf(x_ND, WIDTH, item);
    const z = encodeSlowly(model, x);
    z.forEach((coordinate, i) => {
      const wanted = x.reduce((sum, each, d) => {
        return sum + (each - mean_D[d]) * directions_ZD[i * WIDTH + d];
      }, 0);
      expect(coordinate).toBeCloseTo(wanted, 4);
    });
    const { codes, chosen } = quantizeSlowly(z, model.codebooks.read(), [12, 4]);
    expect([...codes_NL.subarray(2 * item, 2 * item + 2)]).toEqual(codes);
    const decoded = decodeSlowly(
      model,
      z.map((_, i) => chosen[0][i] + chosen[1][i]),
    );
    decoded.forEach((each, d) => {
      error += (x[d] - each) ** 2;
      variance += (x[d] - mean_D[d]) ** 2;
    });
  }
  expect(explainedVariance).toBeCloseTo(1 - error / variance, 4);
  model.dispose();
});

test('one that is to stop has written nothing', async () => {
  const config = tinyConfig({ quantizer: 'dpca' });
  const stopped = trainTiny(join(root, 'stopped'), config, { shouldStop: () => true });
  await expect(stopped).rejects.toThrow(InterruptedError);
});
