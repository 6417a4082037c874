import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { logTraining, openTensorboard } from '../../../src/cli/frame/tensorboard.ts';
import type { ExampleBatch } from '../../../src/data/example-stream.ts';
import { DEFAULT_RANKER_CONFIG } from '../../../src/ranker/model/ranker-config.ts';
import { openRankerInputs } from '../../../src/ranker/model/ranker-inputs.ts';
import { createRanker, modelFolder } from '../../../src/ranker/model/saved-ranker.ts';
import type { RankerRunConfig } from '../../../src/ranker/model/ranker-config.ts';
import { trainRankers } from '../../../src/ranker/train/train-rankers.ts';
import { findPlace } from '../../../src/ranker/train/training-position.ts';
import { streamTraining } from '../../../src/ranker/train/training-stream.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { readEventFiles } from '../../support/read-event-files.ts';
import { writeTinyCorpus } from '../../support/tiny-corpus.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-together-'));
let files: { corpus: string; sids: string };
let whole: Awaited<ReturnType<typeof train>>;

/** Different in all that one stream allows to differ. */
const THREE: readonly Partial<RankerRunConfig>[] = [
  { embed: 'individual', keepDays: [3] },
  { embed: 'prefix', seed: 2, keepDays: [2, 3], tableOptimizer: 'row-wise-adagrad' },
  { embed: 'random', seed: 3, history: 'transformer', optimizer: 'adam', keepDays: [1, 3] },
];

beforeAll(async () => {
  files = await writeTinyCorpus(root);
  whole = await train('whole', [0, 1, 2]);
});

function configWith(overrides: Partial<RankerRunConfig>): RankerRunConfig {
  return {
    ...{ ...DEFAULT_RANKER_CONFIG, modelWidth: 8, historyLength: 5, batchSize: 32 },
    ...{ denseHidden: [8], topHidden: [8], ...files, days: { from: 1, to: 3 }, keepDays: [3] },
    ...overrides,
  };
}

interface Options {
  readonly resume?: boolean;
  readonly stopAfter?: number;
  readonly withLog?: boolean;
  readonly onTurn?: (job: number | undefined) => void;
}

/** Trains those of `THREE` that are named, in folders that the name begins. */
async function train(name: string, which: readonly number[], options: Options = {}) {
  const { resume = false, stopAfter = Infinity, withLog = false, onTurn } = options;
  let batches = 0;
  const jobs = which.map(async (i) => {
    const config = configWith(THREE[i]);
    const curves = openTensorboardIf(withLog, join(root, `${name}-${i}-curves`));
    return {
      ...{ config, resume, folder: join(root, `${name}-${i}`), log: curves },
      inputs: await openRankerInputs(config.corpus, files.sids, config),
    };
  });
  const shouldStop = (): boolean => ++batches >= stopAfter;
  return trainRankers(await Promise.all(jobs), { onProgress: ignoreProgress, shouldStop, onTurn });
}

function openTensorboardIf(isWanted: boolean, folder: string) {
  return isWanted ? logTraining(openTensorboard(folder), () => 0) : undefined;
}

/** All that a run leaves. */
function filesOf(name: string, i: number): Record<string, Buffer> {
  const days = configWith(THREE[i]).keepDays;
  const paths = days.flatMap((day) =>
    ['dense', 'table'].map((part) => join(modelFolder('', day), `${part}.safetensors`)),
  );
  return Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(root, `${name}-${i}`, path))]),
  );
}

test('three together: the same bits, metrics and curves as each alone', async () => {
  const together = await train('together', [0, 1, 2], { withLog: true });
  for (const i of [0, 1, 2]) {
    const [alone] = await train('alone', [i], { withLog: true });
    expect(together[i]).toEqual(alone);
    expect(filesOf('together', i)).toEqual(filesOf('alone', i));
    const [a, b] = ['together', 'alone'].map((name) =>
      readEventFiles(join(root, `${name}-${i}-curves`)),
    );
    expect(a).toEqual(b);
    expect(a.length).toBeGreaterThan(0);
  }
  expect(filesOf('together', 0)).not.toEqual(filesOf('together', 2));
});

test.each([31, 70])(
  'a day with fewer batches than before says what to remove, %i',
  async (stop) => {
    const name = `fewer-${stop}`;
    await expect(train(name, [0, 2], { stopAfter: stop })).rejects.toThrow(InterruptedError);
    const folders = [0, 2].map((i) => join(root, `${name}-${i}`));
    for (const folder of folders) {
      const path = join(folder, 'checkpoint', 'position.json');
      const position = JSON.parse(readFileSync(path, 'utf8')) as object;
      writeFileSync(path, JSON.stringify({ ...position, batchesOfDay: 999 }));
    }
    // Within a comparison there is no --force: what is said holds there too.
    await expect(train(name, [0, 2], { resume: true })).rejects.toThrow(
      `has fewer; remove ${folders.join(' and ')} to begin anew`,
    );
    for (const folder of folders) rmSync(folder, { recursive: true });
    expect(await train(name, [0, 2], { resume: true })).toEqual([whole[0], whole[2]]);
  },
);

// About 30 batches a day: within a day, before and after its end.
test.each([1, 29, 30, 31, 57])(
  'stopped after %i batches; resumed together or alone, the same bits as unbroken',
  async (stopAfter) => {
    const name = `broken-${stopAfter}`;
    await expect(train(name, [0, 1, 2], { stopAfter })).rejects.toThrow(InterruptedError);
    const places = [0, 1, 2].map((i) => findPlace(join(root, `${name}-${i}`)));
    expect(new Set(places.map((place) => `${place?.day}/${place?.batchesOfDay}`)).size).toBe(1);
    const pair = await train(name, [2, 0], { resume: true });
    const [single] = await train(name, [1], { resume: true });
    expect([pair[1], single, pair[0]]).toEqual(whole);
    for (const i of [0, 1, 2]) expect(filesOf(name, i)).toEqual(filesOf('whole', i));
  },
);

test('interrupted alone and apart: no training together', async () => {
  await expect(train('apart', [0], { stopAfter: 3 })).rejects.toThrow(InterruptedError);
  await expect(train('apart', [1], { stopAfter: 4 })).rejects.toThrow(InterruptedError);
  await expect(train('apart', [0, 1], { resume: true })).rejects.toThrow(
    'rankers that train together go on from one place, got day 1 after 3 batches and day 1 after 4 batches',
  );
});

test.each([
  [{ batchSize: 16 }, 'one batchSize, got 32 and 16'],
  [{ historyLength: 4 }, 'one historyLength, got 5 and 4'],
  [{ days: { from: 1, to: 2 } }, 'one days, got {"from":1,"to":3} and {"from":1,"to":2}'],
  [{ heldOutShare: 0.5 }, 'one heldOutShare, got 0.1 and 0.5'],
  [{ heldOutSeed: 7 }, 'one heldOutSeed, got 1 and 7'],
  [{ corpus: '/other' }, /one corpus, got .* and "\/other"/],
])('other batches are refused: %j', async (change, message) => {
  const configs = [configWith({}), configWith(change)];
  const inputs = await openRankerInputs(files.corpus, files.sids, configs[0]);
  const jobs = configs.map((config, i) => ({
    ...{ config, inputs, resume: false, folder: join(root, `refused-${i}`) },
  }));
  const watch = { onProgress: ignoreProgress, shouldStop: () => false };
  await expect(trainRankers(jobs, watch)).rejects.toThrow(message);
});

test('turns are told: each ranker in its order, and reading after the last', async () => {
  const turns: (number | undefined)[] = [];
  rmSync(join(root, 'turns-0'), { force: true, recursive: true });
  const onTurn = (job: number | undefined): void => void turns.push(job);
  await expect(train('turns', [0, 1], { stopAfter: 2, onTurn })).rejects.toThrow(InterruptedError);
  // Made, two batches, checkpoint.
  expect(turns).toEqual([1, 2, 3, 4].flatMap(() => [0, 1, undefined]));
});

test.each([0, 1, 2])('a step leaves the batch as it was (ranker %i)', async (i) => {
  const config = configWith(THREE[i]);
  const inputs = await openRankerInputs(config.corpus, files.sids, config);
  const ranker = createRanker(config, inputs);
  let batches = 0;
  for await (const batch of streamTraining(inputs.corpus, config, 1)) {
    const before = structuredClone(batch);
    ranker.trainStep(batch);
    expect(batch).toEqual<ExampleBatch>(before);
    if (++batches === 5) break;
  }
  ranker.dispose();
  expect(batches).toBe(5);
});
