import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  codesInOrder,
  readSemanticIds,
  writeSemanticIds,
} from '../../../src/artifacts/semantic-ids.ts';
import { openCorpus } from '../../../src/data/open-corpus.ts';
import { predictDay } from '../../../src/ranker/predict/predict-day.ts';
import { DEFAULT_RANKER_CONFIG } from '../../../src/ranker/model/ranker-config.ts';
import type { RankerRunConfig } from '../../../src/ranker/model/ranker-config.ts';
import { openRankerInputs } from '../../../src/ranker/model/ranker-inputs.ts';
import {
  createRanker,
  modelFolder,
  restoreRanker,
} from '../../../src/ranker/model/saved-ranker.ts';
import { trainOne } from '../../support/train-one.ts';
import { EMBED_NAMES } from '../../../src/sid/strategies.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { writeTinyCorpus } from '../../support/tiny-corpus.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-attention-'));
let corpus = '';
/** Four levels, so that `fourgram` has its codes. */
const sids = join(root, 'sids-of-four.arrow');

beforeAll(async () => {
  const tiny = await writeTinyCorpus(root);
  corpus = tiny.corpus;
  const three = await readSemanticIds(tiny.sids);
  const { itemIds } = await openCorpus(corpus);
  const codes_NL = codesInOrder(three, itemIds, tiny.sids);
  const four_NL = Int32Array.from({ length: itemIds.length * 4 }, (_, i) =>
    i % 4 < 3 ? codes_NL[3 * Math.floor(i / 4) + (i % 4)] : i % 4,
  );
  await writeSemanticIds(sids, {
    ...three,
    itemIds,
    codes_NL: four_NL,
    levels: 4,
    codebookSizes: [4, 4, 4, 4],
  });
});

const trials = (['transformer', 'pma'] as const).flatMap((history) =>
  EMBED_NAMES.map((embed) => ({ history, embed })),
);

test.each(trials)('$history with $embed trains, is kept, and predicts a day', async (trial) => {
  const config: RankerRunConfig = {
    ...DEFAULT_RANKER_CONFIG,
    ...trial,
    modelWidth: 8,
    historyLength: 5,
    batchSize: 64,
    learningRate: 0.05,
    tableLearningRate: 0.1,
    corpus,
    sids,
    days: { from: 1, to: 2 },
    keepDays: [1, 2],
  };
  const folder = join(root, `${trial.history}-${trial.embed}`);
  const inputs = await openRankerInputs(corpus, sids, config);
  const options = { resume: false, onProgress: ignoreProgress, shouldStop: neverStop };
  const days = await trainOne({ config, inputs, folder, ...options });
  expect(days[1].ne).toBeLessThan(1.1);
  const ranker = createRanker(config, inputs);
  const predictionsOf = async (day: number): Promise<number[]> => {
    restoreRanker(ranker, modelFolder(folder, day));
    const loaded = { ...inputs, ranker, config, trainedThroughDay: day };
    return [...(await predictDay(loaded, { day: 3, only: 'held-out' })).probability];
  };
  const [early, late] = [await predictionsOf(1), await predictionsOf(2)];
  expect(early.length).toBeGreaterThan(20);
  expect([...early, ...late].every((p) => p > 0 && p < 1)).toBe(true);
  expect(late).not.toEqual(early);
  ranker.dispose();
});
