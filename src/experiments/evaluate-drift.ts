// `sid eval-drift`.
import { assertDayInCorpus, readCorpusInfo } from '../artifacts/corpus.ts';
import type { Predictions } from '../artifacts/predictions.ts';
import { estimateDrift, measureDrift } from '../metrics/drift.ts';
import type { Drift, DriftPair } from '../metrics/drift.ts';
import { scoreSample } from '../metrics/ne-influence.ts';
import { internSample } from '../metrics/sample.ts';
import type { Sample } from '../metrics/sample.ts';
import type { RankerRunConfig } from '../ranker/model/ranker-config.ts';
import type { EmbedName } from '../sid/strategies.ts';
import { setting, UserError } from '../util/errors.ts';
import { groupBy } from '../util/group-by.ts';
import { sortedEntries } from '../util/sorted-entries.ts';
import type { PredictKeptModel } from './predict-kept-model.ts';
import { assertModelKept, readRankerRun } from './ranker-run.ts';
import type { RankerRun } from './ranker-run.ts';

/** What `sid eval-drift` is asked. */
export interface DriftRequest {
  readonly runFolders: readonly string[];
  readonly earlyDay: number;
  readonly lateDay: number;
}

/** One line of the drift table. */
export interface StrategyDrift extends Drift {
  /** The `--embed` name. */
  readonly embed: EmbedName;
  /** Differs from embed where several settings of one strategy were given: "prefix, depth 2". */
  readonly strategy: string;
  readonly seeds: readonly number[];
}

/** Early and late model of one run on the early day's held-out impressions. */
export interface RunPredictions {
  readonly run: RankerRun;
  readonly early: Predictions;
  readonly late: Predictions;
}

/**
 * The drift experiment: of each run the models kept after the early and the late day, both on the early day's
 * held-out impressions; then runs that differ only in their seed are taken together, each with codes of its own or not.
 *
 * @throws UserError if a model is missing, nothing was held out, or runs do not share corpus and held-out share
 */
export async function evaluateDrift(
  request: DriftRequest,
  predict: PredictKeptModel,
): Promise<{ strategies: StrategyDrift[]; runs: RunPredictions[] }> {
  const { earlyDay, lateDay } = request;
  const runs = request.runFolders.map(readRankerRun);
  checkRuns(runs, earlyDay, lateDay);
  const predictions: RunPredictions[] = [];
  for (const run of runs) {
    const part = { day: earlyDay, only: 'held-out' as const };
    const early = await predict(run, earlyDay, part);
    const late = await predict(run, lateDay, part);
    predictions.push({ run, early, late });
  }
  return { strategies: driftByStrategy(predictions), runs: predictions };
}

/**
 * Groups runs that differ in nothing but their seed, in the order in which they were given. Each seed may have semantic
 * IDs of its own; where one seed comes up with several, these are what is compared.
 */
export function driftByStrategy(predictions: readonly RunPredictions[]): StrategyDrift[] {
  const groups = [...groupBy(predictions, ({ run }) => settingsKey(run)).values()].flatMap(
    (group) =>
      hasSeedTwice(group) ? [...groupBy(group, ({ run }) => run.config.sids).values()] : [group],
  );
  const names = strategyNames(groups.map(([first]) => first.run));
  const samples: Sample[] = [];
  return groups.map((members, i) => {
    const drifts = members.map((member) => measureDrift(scorePair(member, samples)));
    return {
      embed: members[0].run.embed,
      strategy: names[i],
      seeds: members.map(({ run }) => run.seed),
      ...estimateDrift(drifts),
    };
  });
}

/** @param samples those known; that of the pair is among them then */
export function scorePair(
  { early, late }: Pick<RunPredictions, 'early' | 'late'>,
  samples: Sample[],
): DriftPair {
  return {
    early: scoreSample(internSample(samples, early), early.probability),
    late: scoreSample(internSample(samples, late), late.probability),
  };
}

/** Settings in which two runs of one strategy may differ. */
const NOT_SETTINGS: readonly string[] = ['seed'];

function hasSeedTwice(group: readonly RunPredictions[]): boolean {
  return new Set(group.map(({ run }) => run.seed)).size < group.length;
}

/** All settings but the semantic IDs. */
function settingsKey(run: RankerRun): string {
  const notCounted = [...NOT_SETTINGS, 'sids'];
  return JSON.stringify(sortedEntries(run.config).filter(([key]) => !notCounted.includes(key)));
}

/** The embed name, with the settings that tell it from another group of that name. */
function strategyNames(firsts: readonly RankerRun[]): string[] {
  return firsts.map((run) => {
    const others = firsts.filter((other) => other !== run && other.embed === run.embed);
    const differing = (Object.keys(run.config) as (keyof RankerRunConfig)[]).filter(
      (key) =>
        !NOT_SETTINGS.includes(key) &&
        others.some(
          (other) => JSON.stringify(other.config[key]) !== JSON.stringify(run.config[key]),
        ),
    );
    return [run.embed, ...differing.map((key) => `${key} ${JSON.stringify(run.config[key])}`)].join(
      ', ',
    );
  });
}

function checkRuns(runs: readonly RankerRun[], earlyDay: number, lateDay: number): void {
  if (lateDay <= earlyDay) {
    throw new UserError(
      `${setting('lateDay')} ${lateDay} must come after ${setting('earlyDay')} ${earlyDay}`,
    );
  }
  for (const run of runs) {
    assertModelKept(run, earlyDay, setting('earlyDay'));
    assertModelKept(run, lateDay, setting('lateDay'));
    assertDayInCorpus(readCorpusInfo(run.corpus), earlyDay, setting('earlyDay'));
    if (run.config.heldOutShare === 0) {
      throw new UserError(
        `${run.folder} held nothing out, so there is no fair data of day ${earlyDay}; ` +
          `train with ${setting('heldOutShare')} 0.1`,
      );
    }
    for (const key of ['corpus', 'heldOutShare', 'heldOutSeed'] as const) {
      if (run.config[key] !== runs[0].config[key]) {
        throw new UserError(
          `${run.folder} and ${runs[0].folder} differ in ${key}; runs that are compared must share it`,
        );
      }
    }
  }
}
