// Strategies x seeds as trials, with the steps of each.
import { join } from 'node:path';
import { assertDayInCorpus, readCorpusInfo } from '../../artifacts/corpus.ts';
import type { CorpusInfo } from '../../artifacts/corpus.ts';
import type { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import type { GivenOf } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import type { Tuned } from '../../records/tuned-settings.ts';
import { lineName } from './compare-config.ts';
import type { ComparePoint } from './compare-config.ts';
import { planAnalyses } from './plan-analyses.ts';
import { sortedEntries } from '../../util/sorted-entries.ts';
import type { CorpusBySeed, PlannedSids, PlanPlace, SidsBySeed } from './plan-inputs.ts';
import type { PointConfig } from './point-config.ts';
import { needsCodes } from './strategy-config.ts';
import type { StrategyConfig } from './strategy-config.ts';
import { shortHash } from '../../util/hash-file.ts';
import { isFinished } from './step.ts';
import type { AnalysisStep, Step, TrainStep } from './step.ts';
import type { Point } from './sweep.ts';
import { planTraining } from './training-plan.ts';
import type { TrainingPlan } from './training-plan.ts';

/** A line of the table: a strategy at a point of the sweep. */
export interface Line {
  /** "prefix, history pma" */
  readonly name: string;
  readonly strategy: StrategyConfig;
  readonly point: Point;
  /** Name of the line that the gain is counted from: the baseline at the same point. */
  readonly baseline: string;
  /** How its settings were chosen; undefined where they are the config's. */
  readonly tuned?: Tuned | undefined;
}

/** A strategy at a point of the sweep with one seed: its steps, in their order, and where their outputs lie. */
export interface Trial {
  /** Hash of what decides the trained model. Lines that come to the same training share it, and the folder. */
  readonly id: string;
  readonly line: Line;
  readonly seed: number;
  readonly folder: string;
  readonly runFolder: string;
  readonly segmentsFolder: string;
  readonly driftFolder: string | undefined;
  readonly training: TrainingPlan;
  /** What the line's figures need; the first one trains. */
  readonly steps: readonly [TrainStep, ...Step[]];
  /** What comes after. */
  readonly analyses: readonly AnalysisStep[];
}

/** Where trials find their data. */
export interface PreparedInputs extends PlannedSids {
  readonly corpora: CorpusBySeed;
}

/** All steps of a trial in their order. */
export function stepsOf({ steps, analyses }: Trial): readonly Step[] {
  return [...steps, ...analyses];
}

/** Whether a trial has what its line in the table needs; analyses may be missing. */
export function isMeasured({ steps }: Trial): boolean {
  return steps.every(isFinished);
}

/**
 * Every strategy with every seed at one point. A trial's folder is named by a hash of all that decides its result
 * (settings, seed, the inputs' bytes, the code), so that a finished one is found again whatever else the
 * config says.
 *
 * @throws UserError for days that the corpus lacks, before anything is trained
 */
export async function planTrials(
  { config, label, point }: ComparePoint,
  inputs: PreparedInputs,
  { out, code, hash }: PlanPlace,
): Promise<Trial[]> {
  const day = config.evaluate.day ?? lastTrainingDay(config) + 1;
  assertDriftDaysKept(config);
  const corpora = new Map<number, TrialCorpus>();
  for (const [seed, corpus] of inputs.corpora) {
    const info = readCorpusInfo(corpus);
    assertDayInCorpus(info, lastTrainingDay(config), '"ranker.days": day');
    assertDayInCorpus(info, day, '"evaluate.day"');
    corpora.set(seed, { corpus, hash: await hash(corpus), info });
  }
  const shared = await hashSids(inputs.sids, hash);
  const own = new Map<string, ReadonlyMap<number, TrialCodes>>();
  for (const [name, sids] of inputs.ownSids) own.set(name, await hashSids(sids, hash));
  return config.strategies.flatMap((strategy) => {
    const codes = own.get(strategy.name) ?? shared;
    const line = {
      name: lineName(strategy.name, label),
      strategy,
      point,
      baseline: lineName(config.baseline, label),
    };
    return config.seeds.flatMap((seed) => {
      const found = corpora.get(seed);
      if (found === undefined) return [];
      const { corpus, hash: corpusHash, info } = found;
      const settings = { embed: strategy.embed, ...strategy.ranker, seed };
      const id = shortHash({
        settings: sortedEntries(settings),
        corpusHash,
        sidsHash: needsCodes(strategy) ? codes.get(seed)?.hash : undefined,
        code: code.trial,
      });
      const folder = join(out, 'trials', `${strategy.embed}-seed-${seed}-${id}`);
      const training = planTraining({ ...settings, corpus }, info);
      const data = { corpus, codes: codes.get(seed) };
      return createTrial(config, { id, line, seed, folder, settings, training, day, ...data });
    });
  });
}

async function hashSids(
  bySeed: SidsBySeed,
  hash: PlanPlace['hash'],
): Promise<ReadonlyMap<number, TrialCodes>> {
  const codes = new Map<number, TrialCodes>();
  for (const [seed, sids] of bySeed) {
    if (sids !== undefined) codes.set(seed, { sids, hash: await hash(sids) });
  }
  return codes;
}

interface TrialCorpus {
  readonly corpus: string;
  readonly hash: string;
  readonly info: CorpusInfo;
}

/** Semantic IDs with the hash of their bytes. */
interface TrialCodes {
  readonly sids: string;
  readonly hash: string;
}

interface TrialParts {
  readonly id: string;
  readonly line: Line;
  readonly seed: number;
  readonly folder: string;
  readonly settings: GivenOf<typeof RANKER_RUN_SETTINGS>;
  readonly training: TrainingPlan;
  readonly day: number;
  readonly corpus: string;
  readonly codes: TrialCodes | undefined;
}

function createTrial(config: PointConfig, parts: TrialParts): Trial {
  const { id, line, seed, folder, settings, training, day, corpus, codes } = parts;
  const { hours } = config.evaluate;
  const runFolder = join(folder, 'run');
  const segmentsFolder = join(folder, `segments-day-${day}${hours ? `-${hours}-hours` : ''}`);
  const sids = needsCodes(line.strategy) ? codes?.sids : undefined;
  const steps: [TrainStep, ...Step[]] = [
    { stage: 'train-ranker', settings: { ...settings, corpus, sids }, out: runFolder },
    { stage: 'eval-segments', settings: { run: runFolder, day, hours }, out: segmentsFolder },
  ];
  let driftFolder: string | undefined;
  if (config.drift !== null) {
    const { earlyDay, lateDay } = config.drift;
    driftFolder = join(folder, `drift-${earlyDay}-${lateDay}`);
    const asked = { runs: [runFolder], earlyDay, lateDay };
    steps.push({ stage: 'eval-drift', settings: asked, out: driftFolder });
  }
  const analyses = planAnalyses(config, {
    folder,
    runFolder,
    settings,
    embed: line.strategy.embed,
    day,
    sids: sids === undefined ? codes?.sids : undefined,
    sidsHash: codes?.hash,
  });
  const folders = { folder, runFolder, segmentsFolder, driftFolder };
  return { id, line, seed, ...folders, training, steps, analyses };
}

function lastTrainingDay(config: PointConfig): number {
  const { days } = config.ranker;
  if (!days) {
    throw new UserError('"ranker.days" is missing; give the days to train on, like "1-4"');
  }
  return days.to;
}

function assertDriftDaysKept(config: PointConfig): void {
  if (config.drift === null) return;
  const { earlyDay, lateDay } = config.drift;
  const { keepDays } = config.ranker;
  const missing = [earlyDay, lateDay].find((day) => !keepDays?.includes(day));
  if (missing !== undefined) {
    throw new UserError(
      `"drift" wants the model of day ${missing}; give "ranker.keepDays": [${earlyDay}, ${lateDay}]`,
    );
  }
}
