// All trials of a sweep; those that share a model.
import { groupBy } from '../../util/group-by.ts';
import type { CompareConfig, ComparePoint } from './compare-config.ts';
import { createInputHasher } from '../hash-input.ts';
import { planCorpora, planSids } from './plan-inputs.ts';
import type { PlanPlace } from './plan-inputs.ts';
import { planTrials, stepsOf } from './plan-trials.ts';
import type { PreparedInputs, Trial } from './plan-trials.ts';
import { isFinished } from './step.ts';
import type { Step, TrainStep } from './step.ts';

/** All that a comparison consists of. */
export interface ComparisonPlan {
  readonly trials: readonly Trial[];
  /** Data of the points, each once. */
  readonly inputs: readonly PreparedInputs[];
  /** Points whose corpus or semantic IDs are not made yet, so that their trials have no names. */
  readonly unprepared: readonly ComparePoint[];
}

/** Does lists of steps: each list in its order, the lists side by side. */
type PrepareInputs = (lists: readonly (readonly Step[])[]) => Promise<void>;

/**
 * Plans the trials of all points. Where data must be made first, `prepare` is called; a point whose data
 * is not there after that has no trials.
 */
export async function planComparison(
  config: CompareConfig,
  at: Pick<PlanPlace, 'out' | 'code'>,
  prepare: PrepareInputs,
): Promise<ComparisonPlan> {
  const place = { ...at, hash: createInputHasher() };
  const trials: Trial[] = [];
  const inputs = new Map<string, PreparedInputs>();
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
      trials.push(...(await planTrials(point, made, place)));
    }
  }
  return { trials, inputs: [...inputs.values()], unprepared };
}

async function makeInputs(
  { config }: ComparePoint,
  place: PlanPlace,
  prepare: PrepareInputs,
): Promise<PreparedInputs | undefined> {
  const { corpora, steps: corpusSteps } = await planCorpora(config, place);
  await prepare(corpusSteps);
  if (!corpusSteps.flat().every(isFinished)) return undefined;
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
