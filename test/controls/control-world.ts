import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnOf, valuesOf } from '../../src/artifacts/arrow-columns.ts';
import { openArrowFile } from '../../src/artifacts/arrow-file.ts';
import { writeSemanticIds } from '../../src/artifacts/semantic-ids.ts';
import { itemTruthPath } from '../../src/artifacts/world-truth.ts';
import { permuteLabels } from '../../src/data/shuffle/permute-labels.ts';
import { simulateCorpus } from '../../src/data/simulate/simulate-corpus.ts';
import { DEFAULT_WORLD_CONFIG } from '../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../src/data/simulate/world-config.ts';
import { normalizedEntropy } from '../../src/metrics/normalized-entropy.ts';
import { DEFAULT_RANKER_CONFIG } from '../../src/ranker/model/ranker-config.ts';
import type { RankerRunConfig } from '../../src/ranker/model/ranker-config.ts';
import { openRankerInputs } from '../../src/ranker/model/ranker-inputs.ts';
import { loadRanker } from '../../src/ranker/model/saved-ranker.ts';
import { predictDay } from '../../src/ranker/predict/predict-day.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { neverStop } from '../../src/util/signals.ts';
import { trainOne } from '../support/train-one.ts';

const folderOf = (name: string): string => mkdtempSync(join(tmpdir(), `sid-control-${name}-`));
const quiet = { onProgress: ignoreProgress, shouldStop: neverStop };

/** A corpus and the semantic IDs of an ideal quantizer: the path of each item's leaf in the content tree. */
export interface ControlCorpus {
  readonly corpus: string;
  readonly sids: string;
}

/** Draws a small world. */
export async function drawCorpus(settings: Partial<WorldConfig>): Promise<ControlCorpus> {
  const config = { ...DEFAULT_WORLD_CONFIG, embeddingWidth: 1, ...settings };
  const corpus = folderOf('corpus');
  const { info } = await simulateCorpus({ config, folder: corpus, ...quiet });
  const levels = await leafPaths(corpus, config.clusters.length);
  const codes_NL = Int32Array.from({ length: info.numItems * levels.length }, (_, i) => {
    const [item, level] = [Math.floor(i / levels.length), i % levels.length];
    return levels[level][item] % config.clusters[level];
  });
  const sids = join(folderOf('sids'), 'sids.arrow');
  await writeSemanticIds(sids, {
    itemIds: Float64Array.from({ length: info.numItems }, (_, item) => item + 1),
    codes_NL,
    levels: levels.length,
    codebookSizes: config.clusters,
    quantizer: 'the content tree',
  });
  return { corpus, sids };
}

/** Node of the content tree above each item, level by level. */
async function leafPaths(corpus: string, numLevels: number): Promise<number[][]> {
  const path = itemTruthPath(corpus);
  const file = await openArrowFile(path);
  const levels = Array.from({ length: numLevels }, (): number[] => []);
  for await (const batch of file.batches()) {
    levels.forEach((nodes, level) => {
      const name = `cluster_${level + 1}`;
      nodes.push(...valuesOf(columnOf(batch, name, path), Int32Array, name, path));
    });
  }
  await file.close();
  return levels;
}

/** The same with its labels shuffled within each day. */
export async function shuffled(
  { corpus, sids }: ControlCorpus,
  seed: number,
): Promise<ControlCorpus> {
  const folder = folderOf('shuffled');
  await permuteLabels({ corpus, seed, folder, ...quiet });
  return { corpus: folder, sids };
}

/** A ranker that is trained once, and the NE of its kept models. */
export async function train(
  { corpus, sids }: ControlCorpus,
  settings: Partial<RankerRunConfig> & Pick<RankerRunConfig, 'embed' | 'days' | 'seed'>,
): Promise<(modelDay: number, day: number, only: 'all' | 'held-out') => Promise<number>> {
  const config: RankerRunConfig = {
    ...{ ...DEFAULT_RANKER_CONFIG, corpus, sids, modelWidth: 8, historyLength: 5, batchSize: 128 },
    ...{ denseHidden: [8], topHidden: [8], keepDays: [settings.days.to], learningRate: 0.05 },
    ...settings,
  };
  const folder = folderOf('run');
  mkdirSync(folder, { recursive: true });
  const inputs = await openRankerInputs(corpus, sids, config);
  await trainOne({ config, inputs, folder, resume: false, ...quiet });
  return async (modelDay, day, only) => {
    const loaded = await loadRanker({ folder, config }, modelDay);
    return normalizedEntropy(await predictDay(loaded, { day, only }));
  };
}

/** Mean of paired differences, and its standard error: each pair is a world, its users, items and rankers of its own. */
export function meanWithError(differences: readonly number[]): { mean: number; error: number } {
  const count = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / count;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (count - 1) / count) };
}
