// Which batches a ranker is given.
import { streamExamples } from '../../data/example-stream.ts';
import type { ExampleBatch } from '../../data/example-stream.ts';
import { isHeldOut, rememberedClicks } from '../../data/held-out.ts';
import type { OpenCorpus } from '../../data/open-corpus.ts';
import type { RankerRunConfig } from '../model/ranker-config.ts';

/** The settings that decide which batches a ranker is given: rankers that agree in them can share one stream. */
export const STREAM_SETTINGS = [
  'corpus',
  'days',
  'batchSize',
  'historyLength',
  'heldOutShare',
  'heldOutSeed',
  'heldOutClicks',
] as const satisfies readonly (keyof RankerRunConfig)[];

/** @throws Error naming the first setting in which the rankers do not agree */
export function assertSameStream(configs: readonly RankerRunConfig[]): void {
  const [first, ...others] = configs;
  for (const setting of STREAM_SETTINGS) {
    const wanted = JSON.stringify(first[setting]);
    const other = others.find((config) => JSON.stringify(config[setting]) !== wanted);
    if (other !== undefined) {
      throw new Error(
        `rankers that train together need one ${setting}, got ${wanted} and ` +
          JSON.stringify(other[setting]),
      );
    }
  }
}

/** What is trained on from a day on: the examples that are not held out, in time order. */
export function streamTraining(
  corpus: OpenCorpus,
  config: RankerRunConfig,
  fromDay: number,
): AsyncGenerator<ExampleBatch> {
  const { days, batchSize, historyLength, heldOutShare, heldOutSeed } = config;
  return streamExamples(corpus, {
    fromDay,
    toDay: days.to,
    batchSize,
    historyLength,
    select: (user, day) => !isHeldOut(user, day, heldOutShare, heldOutSeed),
    remember: rememberedClicks(config),
  });
}

/** About how many examples that stream has from its first day on, for progress. */
export function expectedExamples({ info }: OpenCorpus, config: RankerRunConfig): number {
  const impressions = info.impressionsPerDay
    .slice(config.days.from - 1, config.days.to)
    .reduce((sum, count) => sum + count, 0);
  return Math.round(impressions * (1 - config.heldOutShare));
}
