import { afterEach, expect, test } from 'vitest';
import type { Ranker } from '../../../src/ranker/model/ranker.ts';
import { createGoldenRanker, flat, readGolden, toBatch } from '../golden-ranker.ts';
import type { GoldenRanker, Nested } from '../golden-ranker.ts';
import { describeEachKernelBuild } from '../../support/each-kernel-build.ts';

/** Made by test/golden/ranker/make_attention.py with PyTorch. */
interface Golden extends GoldenRanker {
  weights: { table: number[][]; dense: Nested[]; top: Nested[] };
  histories: Record<'transformer' | 'pma', Record<string, Nested>>;
  steps: Record<'transformer' | 'pma', { probabilities: number[][]; table: number[][] }>;
}

const golden = readGolden<Golden>('attention-steps.json');

let ranker: Ranker | undefined;
afterEach(() => {
  ranker?.dispose();
  ranker = undefined;
});

function createRanker(history: 'transformer' | 'pma'): Ranker {
  const made = createGoldenRanker(golden, { history });
  const [denseValues, topValues] = [[...golden.weights.dense], [...golden.weights.top]];
  for (const parameter of made.parameters) {
    const [part, ...rest] = parameter.name.split('.');
    const values =
      part === 'history'
        ? golden.histories[history][rest.join('.')]
        : (part === 'dense' ? denseValues : topValues).shift();
    parameter.write(Float32Array.from(flat(values ?? [])));
  }
  return made;
}

describeEachKernelBuild(() => {
  test.each(['transformer', 'pma'] as const)(
    'training steps give what PyTorch gives, history by %s',
    (history) => {
      ranker = createRanker(history);
      const wanted = golden.steps[history];
      for (const [step, data] of golden.batches.entries()) {
        const probability_B = ranker.trainStep(toBatch(golden, data));
        expect(probability_B, `step ${step}`).toBeAllclose(wanted.probabilities[step], 5e-5);
      }
      const table = ranker.table.tensors().get('table.weights')?.values ?? [];
      expect(table).toBeAllclose(flat(wanted.table), 5e-5);
    },
  );
});
