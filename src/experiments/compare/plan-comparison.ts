// All trials of a sweep; those that share a model.
import type { Tuned } from '../../records/tuned-settings.ts';
import { groupBy } from '../../util/group-by.ts';
import { chooseCandidate } from './choose-candidate.ts';
import type { CompareConfig, ComparePoint } from './compare-config.ts';
import { assertEmbeddingsThere } from './embeddings-there.ts';
import { createInputLookup } from './input-lookup.ts';
import { planEmbeddings } from './plan-embeddings.ts';
import { planCorpora, planSids } from './plan-inputs.ts';
import type { PlanPlace } from './plan-inputs.ts';
import { planTrials, stepsOf } from './plan-trials.ts';
import type { PreparedInputs, Trial } from './plan-trials.ts';
import { planTuning } from './plan-tuning.ts';
import type { TunedLine } from './plan-tuning.ts';
import { isFinished } from './step.ts';
import type { Step, TrainStep } from './step.ts';
import type { StrategyConfig } from './strategy-config.ts';

/** All that a comparison consists of. */
export interface ComparisonPlan {
  readonly trials: readonly Trial[];
  /** Trials that choose settings for lines, some of them trials of the table too. */
  readonly tuning: readonly Trial[];
  /** Names of lines whose settings are not chosen yet, so that their trials have no names. */
  readonly untuned: readonly string[];
  /** Data of the points, each once. */
  readonly inputs: readonly PreparedInputs[];
  /** Points whose corpus or semantic IDs are not made yet, so that their trials have no names. */
  readonly unprepared: readonly ComparePoint[];
}

/** Does what has to be there before the trials of a table are known. */
export interface Preparations {
  /** Does lists of steps: each list in its order, the lists side by side. */
  readonly prepare: (lists: readonly (readonly Step[])[]) => Promise<void>;
  /** Trains what settings are chosen by. */
  readonly tune: (trials: readonly Trial[]) => Promise<void>;
}

/** A point with its data, and its lines where their settings are to be chosen. */
interface PreparedPoint {
  readonly point: ComparePoint;
  readonly inputs: PreparedInputs;
  readonly lines: readonly TunedLine[];
}

/**
 * Plans the trials of all points. Where data must be made or settings chosen first, `prepare` and `tune` are called; a
 * point whose data is not there after that has no trials, nor has a line whose settings are not chosen.
 */
export async function planComparison(
  config: CompareConfig,
  at: Pick<PlanPlace, 'out' | 'code'>,
  { prepare, tune }: Preparations,
): Promise<ComparisonPlan> {
  const place = { ...at, ...createInputLookup() };
  // Before a corpus is made: what is missing is told now.
  for (const point of config.points) await assertEmbeddingsThere(point.config, place);
  const inputs = new Map<string, PreparedInputs>();
  const prepared: PreparedPoint[] = [];
  const unprepared: ComparePoint[] = [];
  for (const point of config.points) {
    const made = await makeInputs(point, place, prepare);
    if (made === undefined) {
      unprepared.push(point);
    } else {
      inputs.set(
        JSON.stringify([
          ...made.corpora,
          ...made.sids,
          ...[...made.ownSids.values()].map((sids) => [...sids]),
        ]),
        made,
      );
      const rule = point.config.tune;
      const lines = rule === null ? [] : await planTuning(point, rule, made, place);
      prepared.push({ point, inputs: made, lines });
    }
  }
  const tuning = prepared.flatMap(({ lines }) =>
    lines.flatMap(({ candidates }) => candidates.flatMap((each) => each.trials)),
  );
  await tune(tuning);
  const trials: Trial[] = [];
  const untuned: string[] = [];
  for (const each of prepared) {
    const { strategies, tuned, waiting } = chooseSettings(each);
    const config = { ...each.point.config, strategies };
    const planned = await planTrials({ ...each.point, config }, each.inputs, place);
    trials.push(...planned.map((trial) => withTuned(trial, tuned)));
    untuned.push(...waiting);
  }
  return { trials, tuning, untuned, inputs: [...inputs.values()], unprepared };
}

/** The strategies of a point with the settings that were chosen for them, and the names of lines that wait. */
function chooseSettings({ point: { config }, lines }: PreparedPoint): {
  readonly strategies: readonly StrategyConfig[];
  readonly tuned: ReadonlyMap<string, Tuned>;
  readonly waiting: readonly string[];
} {
  const { tune } = config;
  if (tune === null) return { strategies: config.strategies, tuned: new Map(), waiting: [] };
  const strategies: StrategyConfig[] = [];
  const tuned = new Map<string, Tuned>();
  const waiting: string[] = [];
  for (const line of lines) {
    const choice = chooseCandidate(line, tune);
    if (choice === undefined) {
      waiting.push(line.name);
    } else {
      const { strategy } = line;
      strategies.push({ ...strategy, ranker: { ...strategy.ranker, ...choice.settings } });
      tuned.set(strategy.name, choice.tuned);
    }
  }
  return { strategies, tuned, waiting };
}

function withTuned(trial: Trial, tuned: ReadonlyMap<string, Tuned>): Trial {
  return { ...trial, line: { ...trial.line, tuned: tuned.get(trial.line.strategy.name) } };
}

async function makeInputs(
  { config }: ComparePoint,
  place: PlanPlace,
  prepare: Preparations['prepare'],
): Promise<PreparedInputs | undefined> {
  const { corpora, steps: corpusSteps } = await planCorpora(config, place);
  const [first = [], ...later] = await planEmbeddings(config, place);
  for (const lists of [[...first, ...corpusSteps], ...later]) {
    await prepare(lists);
    if (!lists.flat().every(isFinished)) return undefined;
  }
  const { steps, ...sids } = await planSids(config, corpora, place);
  await prepare(steps);
  return steps.flat().every(isFinished) ? { corpora, ...sids } : undefined;
}

/** Trials in groups that share a trained model, and so a folder: no two workers are given one. */
export function groupByModel(trials: readonly Trial[]): Trial[][] {
  return [...groupBy(trials, ({ folder }) => folder).values()];
}

/** Those groups of which something is left to do. */
export function unfinishedModels(trials: readonly Trial[]): Trial[][] {
  return groupByModel(trials).filter(isUnfinished);
}

/** @param trials of one model */
export function isUnfinished(trials: readonly Trial[]): boolean {
  return !allSteps(trials).every(isFinished);
}

/** All steps of trials of one model, each once; the first trains. */
export function allSteps([first, ...others]: readonly Trial[]): readonly [TrainStep, ...Step[]] {
  const [train, ...after] = first.steps;
  const rest = [...after, ...first.analyses, ...others.flatMap(stepsOf)];
  const byFolder = new Map(rest.map((step) => [step.out, step]));
  byFolder.delete(train.out);
  return [train, ...byFolder.values()];
}
