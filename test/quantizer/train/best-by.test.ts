import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Quantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { readQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { codeEmbeddings } from '../../../src/quantizer/code/code-embeddings.ts';
import { BEST_BY } from '../../../src/quantizer/train/best-by.ts';
import { bestEpoch, isOutOfPatience } from '../../../src/quantizer/train/epoch-metrics.ts';
import type { EpochMetrics } from '../../../src/quantizer/train/epoch-metrics.ts';
import { findNearItems } from '../../../src/quantizer/train/near-items.ts';
import { drawScoredItems } from '../../../src/quantizer/train/scored-items.ts';
import { prepareItems } from '../../../src/quantizer/train/training-items.ts';
import type { TrainingItems } from '../../../src/quantizer/train/training-items.ts';
import { Rng } from '../../../src/util/rng.ts';
import { groupedItems, tinyConfig, trainTiny } from '../support.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-best-by-'));
const rng = Rng.fromSeed(9);

function preparedItems(): TrainingItems {
  const all = groupedItems();
  const known = Int32Array.from({ length: 200 }, (_, item) => item);
  return prepareItems(all, { known, normalize: 'center', validationShare: 0.1, rng });
}

async function trained(): Promise<Quantizer> {
  await trainTiny(root, tinyConfig({ epochs: 3 }));
  return readQuantizer(join(root, 'best.safetensors'));
}

test('the scores are those of the codes of all items, counted by hand', async () => {
  const quantizer = await trained();
  const items = preparedItems();
  const { embeddings_ND: raw_ND } = groupedItems();
  const codes_NL = codeEmbeddings(quantizer, raw_ND);
  const ids = Array.from({ length: 200 }, (_, i) => codes_NL.slice(2 * i, 2 * i + 2).join());
  const lossOf = (loss: number) => ({ loss, reconstruction: loss / 2, residualSquares_L: [] });
  const losses = { training: lossOf(3), validation: lossOf(4) };
  const scoreOf = (by: keyof typeof BEST_BY): number =>
    BEST_BY[by].prepare(items, rng)(quantizer.model, losses);
  const sharing = ids.filter((id) => ids.filter((other) => other === id).length > 1);
  expect(scoreOf('collisions')).toBeCloseTo((100 * sharing.length) / 200, 10);
  const entropies = [0, 1].map((level) => {
    const counts = new Map<number, number>();
    ids.forEach((_, i) => {
      const code = codes_NL[2 * i + level];
      counts.set(code, (counts.get(code) ?? 0) + 1);
    });
    return [...counts.values()].reduce((sum, n) => sum - (n / 200) * Math.log(n / 200), 0);
  });
  expect(scoreOf('perplexity')).toBeCloseTo(Math.exp((entropies[0] + entropies[1]) / 2), 8);
  expect(scoreOf('loss')).toBe(4);
  expect(scoreOf('reconstruction')).toBe(2);
  const alone = { ...losses, validation: null };
  expect(BEST_BY.loss.prepare()(quantizer.model, alone)).toBe(3);
  const recall = scoreOf('neighbor-recall');
  expect(recall).toBeGreaterThan(0.25);
  expect(recall).toBeLessThanOrEqual(1);
});

test('neighbors are those of the embeddings as they were, by cosine', () => {
  const items = preparedItems();
  const scored = drawScoredItems(items, rng);
  expect([...scored].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  expect([...scored.slice(0, 20)].sort((a, b) => a - b)).toEqual([...items.validation]);
  const { embeddings_ND: raw_ND, width } = groupedItems();
  const cosine = (a: number, b: number): number => {
    let [ab, aa, bb] = [0, 0, 0];
    for (let d = 0; d < width; d++) {
      const [x, y] = [raw_ND[a * width + d], raw_ND[b * width + d]];
      [ab, aa, bb] = [ab + x * y, aa + x * x, bb + y * y];
    }
    return ab / Math.sqrt(aa * bb);
  };
  const { query_Q, near_Q, k } = findNearItems(items, scored, 5);
  expect([query_Q.length, k]).toEqual([200, 5]);
  for (const query of [0, 7, 150]) {
    const own = scored[query];
    const wanted = [...scored.keys()]
      .filter((other) => other !== query)
      .sort((a, b) => cosine(own, scored[b]) - cosine(own, scored[a]))
      .slice(0, 5);
    expect([...(near_Q[query] as Int32Array)]).toEqual(wanted.sort((a, b) => a - b));
  }
});

const history = [5, 3, 3, 4].map((score, epoch) => ({ epoch, score }) as EpochMetrics);

test('the first of the best epochs, in the direction of the figure', () => {
  expect(bestEpoch(history, 'loss')?.epoch).toBe(1);
  expect(bestEpoch(history, 'neighbor-recall')?.epoch).toBe(0);
  expect(bestEpoch([], 'loss')).toBeUndefined();
});

test('patience is out when so many epochs were not better', () => {
  const isOut = (patience: number | null): boolean =>
    isOutOfPatience(history, { bestBy: 'loss', patience });
  expect([isOut(1), isOut(2), isOut(3), isOut(null)]).toEqual([true, true, false, false]);
});

test('training ends early, with the best epoch as its best model', async () => {
  const config = tinyConfig({ learningRate: 0.1, restartAfter: 0, epochs: 60, patience: 4 });
  const { history: epochs, itemsTrained } = await trainTiny(join(root, 'early'), config);
  expect(epochs.length).toBeLessThan(60);
  const last = epochs.at(-1)?.epoch ?? NaN;
  expect(itemsTrained).toBe(last * 180);
  expect(last - (bestEpoch(epochs, 'loss')?.epoch ?? 0)).toBe(4);
});
