import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codebooksOf } from '../../../src/quantizer/model/quantizer-model.ts';
import type { RqVaeConfig } from '../../../src/quantizer/model/rq-vae-config.ts';
import { readQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import { rowOf } from '../reference.ts';
import { tinyConfig, trainTiny } from '../support.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-techniques-'));
const SETS: readonly (readonly [string, Partial<RqVaeConfig>])[] = [
  ['rotation', { gradient: 'rotation' }],
  ['ema', { codebookUpdate: 'ema', emaDecay: 0.9 }],
  ['sim-vq', { codebookUpdate: 'sim-vq' }],
  ['cosine', { codebookDistance: 'cosine' }],
  ['cosine-ema', { codebookDistance: 'cosine', codebookUpdate: 'ema', emaDecay: 0.9 }],
  ['sinkhorn', { sinkhornEpsilons: [0, 0.05], sinkhornIterations: 10 }],
  ['random', { codebookStart: 'random' }],
  ['balanced', { codebookStart: 'balanced' }],
];

function stopAfter(asked: number): () => boolean {
  let times = 0;
  return () => ++times >= asked;
}

test.each(SETS)('%s: learns, is not the default, resumes to the same bits', async (name, given) => {
  const config = tinyConfig({ restartAfter: 3, ...given });
  const folder = join(root, name);
  const unbroken = await trainTiny(folder, config);
  expect(unbroken.history.at(-1)?.validation_loss).toBeLessThan(
    0.8 * (unbroken.history[0].validation_loss ?? 0),
  );
  expect(unbroken.explainedVariance).toBeGreaterThan(0.5);
  const broken = join(root, `${name}-broken`);
  await expect(trainTiny(broken, config, { shouldStop: stopAfter(45) })).rejects.toThrow(
    InterruptedError,
  );
  const resumed = await trainTiny(broken, config, { resume: true });
  expect(resumed.history).toEqual(unbroken.history);
  const last = readFileSync(join(folder, 'last.safetensors'));
  expect(readFileSync(join(broken, 'last.safetensors')).equals(last)).toBe(true);
  const plain = join(root, 'plain');
  if (!existsSync(plain)) await trainTiny(plain, tinyConfig({ restartAfter: 3 }));
  const { model } = readQuantizer(join(folder, 'last.safetensors'));
  const other = readQuantizer(join(plain, 'last.safetensors')).model;
  expect(model.codebooks.values).not.toEqual(other.codebooks.values);
});

test('cosine: the vectors of a level have one length', () => {
  for (const name of ['cosine', 'cosine-ema']) {
    const { model } = readQuantizer(join(root, name, 'last.safetensors'));
    for (const codebook_KZ of codebooksOf(model)) {
      const lengths = Array.from({ length: 6 }, (_, k) =>
        Math.hypot(...rowOf(codebook_KZ, model.latentWidth, k)),
      );
      expect(Math.max(...lengths) / Math.min(...lengths)).toBeCloseTo(1, 5);
    }
  }
});

test('balanced training uses codes more evenly than the default', async () => {
  const config = tinyConfig({ sinkhornEpsilons: [0.01, 0.01], epochs: 4 });
  const balanced = await trainTiny(join(root, 'even'), config);
  const plain = await trainTiny(join(root, 'uneven'), { ...config, sinkhornEpsilons: null });
  const least = ({ history }: typeof plain): number =>
    Math.min(...(history.at(-1)?.levels ?? []).map(({ perplexity }) => perplexity));
  expect(least(balanced)).toBeGreaterThan(5.5);
  expect(least(balanced)).toBeGreaterThan(least(plain));
});

test.each([
  [{ sinkhornEpsilons: [0.1] }, /‹sinkhornEpsilons› has 1 numbers, there are 2 levels/],
  [{ codebookUpdate: 'sim-vq', codebookDistance: 'cosine' }, /‹codebookDistance› cosine wants/],
] as const)('%j is refused', (given, message) => {
  expect(() => tinyConfig(given)).toThrow(message);
});
