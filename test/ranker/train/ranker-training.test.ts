import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { DEFAULT_RANKER_CONFIG } from '../../../src/ranker/model/ranker-config.ts';
import { openRankerInputs } from '../../../src/ranker/model/ranker-inputs.ts';
import { modelFolder } from '../../../src/ranker/model/saved-ranker.ts';
import type { RankerRunConfig } from '../../../src/ranker/model/ranker-config.ts';
import { trainOne } from '../../support/train-one.ts';
import type { DayMetrics } from '../../../src/ranker/train/day-metrics.ts';
import { EMBED_NAMES } from '../../../src/sid/strategies.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { TINY, writeTinyCorpus } from '../../support/tiny-corpus.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-train-'));
let corpus = '';
let sids = '';

beforeAll(async () => {
  ({ corpus, sids } = await writeTinyCorpus(root));
});

function configWith(overrides: Partial<RankerRunConfig> = {}): RankerRunConfig {
  return {
    ...DEFAULT_RANKER_CONFIG,
    modelWidth: 8,
    historyLength: 5,
    denseHidden: [8],
    topHidden: [8],
    batchSize: 32,
    learningRate: 0.1,
    tableLearningRate: 0.1,
    corpus,
    sids,
    days: { from: 1, to: 4 },
    keepDays: [2, 4],
    ...overrides,
  };
}

async function train(
  name: string,
  config: RankerRunConfig,
  options: { resume?: boolean; stopAfter?: number } = {},
): Promise<{ folder: string; days: readonly DayMetrics[] }> {
  const folder = join(root, name);
  let batches = 0;
  const { stopAfter } = options;
  const days = await trainOne({
    config,
    inputs: await openRankerInputs(config.corpus, config.sids ?? undefined, config),
    folder,
    resume: options.resume ?? false,
    onProgress: ignoreProgress,
    shouldStop: stopAfter === undefined ? neverStop : () => ++batches >= stopAfter,
  });
  return { folder, days };
}

function weightsOf(folder: string, day: number): Buffer[] {
  const files = ['dense.safetensors', 'table.safetensors'];
  return files.map((file) => readFileSync(join(modelFolder(folder, day), file)));
}

test('one pass over the days learns, and keeps the wanted models', async () => {
  const { folder, days } = await train(
    'plain',
    configWith({ heldOutShare: 0, collisionFactor: 0.5 }),
  );
  expect(days.map(({ day }) => day)).toEqual([1, 2, 3, 4]);
  expect(days.every(({ impressions }) => impressions === TINY.impressionsPerDay)).toBe(true);
  expect(days[3].ne).toBeLessThan(0.95);
  expect([1, 2, 3, 4].map((day) => existsSync(modelFolder(folder, day)))).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test('the same seed gives the same bits, another seed others', async () => {
  const a = await train('same-a', configWith());
  const b = await train('same-b', configWith());
  const c = await train('other', configWith({ seed: 2 }));
  expect(weightsOf(a.folder, 4)).toEqual(weightsOf(b.folder, 4));
  expect(a.days).toEqual(b.days);
  expect(weightsOf(c.folder, 4)).not.toEqual(weightsOf(a.folder, 4));
});

test.each([1, 29, 30, 57, 110])(
  'interrupted after %i batches and resumed: the same bits as unbroken',
  async (stopAfter) => {
    const unbroken = await train(`unbroken-${stopAfter}`, configWith());
    const name = `broken-${stopAfter}`;
    await expect(train(name, configWith(), { stopAfter })).rejects.toThrow(InterruptedError);
    await expect(train(name, configWith(), { resume: true, stopAfter: 3 })).rejects.toThrow(
      InterruptedError,
    );
    const resumed = await train(name, configWith(), { resume: true });
    expect(resumed.days).toEqual(unbroken.days);
    expect(weightsOf(resumed.folder, 4)).toEqual(weightsOf(unbroken.folder, 4));
    expect(weightsOf(resumed.folder, 2)).toEqual(weightsOf(unbroken.folder, 2));
  },
);

test.each(['transformer', 'pma'] as const)(
  'history by %s: stopped and resumed, the same bits',
  async (history) => {
    const config = configWith({ history, days: { from: 1, to: 2 }, keepDays: [2] });
    const whole = await train(`${history}-whole`, config);
    const name = `${history}-broken`;
    await expect(train(name, config, { stopAfter: 40 })).rejects.toThrow(InterruptedError);
    const resumed = await train(name, config, { resume: true });
    expect(resumed.days).toEqual(whole.days);
    expect(weightsOf(resumed.folder, 2)).toEqual(weightsOf(whole.folder, 2));
  },
);

test('resuming with other settings is refused, and says which', async () => {
  await expect(train('changed', configWith(), { stopAfter: 5 })).rejects.toThrow(InterruptedError);
  await expect(
    train('changed', configWith({ learningRate: 0.3 }), { resume: true }),
  ).rejects.toThrow(/learningRate 0\.1, now it is 0\.3/);
});

test('the model kept after a day does not depend on the days after it', async () => {
  const long = await train('long', configWith());
  const short = await train('short', configWith({ days: { from: 1, to: 2 }, keepDays: [2] }));
  expect(weightsOf(short.folder, 2)).toEqual(weightsOf(long.folder, 2));
});

test.each(EMBED_NAMES.filter((name) => name !== 'fourgram'))('%s trains', async (embed) => {
  const { days } = await train(`embed-${embed}`, configWith({ embed }));
  expect(days[3].ne).toBeLessThan(1.1);
});

test('days outside the corpus are named', async () => {
  await expect(train('outside', configWith({ days: { from: 1, to: 9 } }))).rejects.toThrow(
    /day 9 is outside the corpus, which has days 1-4/,
  );
});
