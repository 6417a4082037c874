// All trials of a sweep; those that share a model.
import { groupBy } from '../../util/group-by.ts';
import type { CompareConfig, ComparePoint } from './compare-config.ts';
import { createInputHasher } from '../hash-input.ts';
import { planCorpus, planSids } from './plan-inputs.ts';
import type { PlanPlace } from './plan-inputs.ts';
import { planTrials, stepsOf } from './plan-trials.ts';
import type { PreparedInputs, Trial } from './plan-trials.ts';
import { isFinished } from './step.ts';
import type { Step } from './step.ts';

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

/** All that is asked of one trained model, by several lines of the table perhaps. */
export interface Work {
  readonly id: string;
  /** "prefix, seed 1" */
  readonly name: string;
  readonly trials: readonly Trial[];
  /** The first one trains. */
  readonly steps: readonly Step[];
}

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
      inputs.set(JSON.stringify([made.corpus, ...made.sids]), made);
      trials.push(...(await planTrials(point, made, place)));
    }
  }
  return { trials, inputs: [...inputs.values()], unprepared };
}

async function makeInputs(
  { config }: ComparePoint,
  place: Parameters<typeof planCorpus>[1],
  prepare: PrepareInputs,
): Promise<PreparedInputs | undefined> {
  const { corpus, step } = await planCorpus(config, place);
  const corpusSteps = step === undefined ? [] : [step];
  await prepare([corpusSteps]);
  if (!corpusSteps.every(isFinished)) return undefined;
  const { sids, steps } = await planSids(config, corpus, place);
  await prepare(steps);
  return steps.flat().every(isFinished) ? { corpus, sids } : undefined;
}

/** Trials that share a trained model, taken together: no two processes work in one folder. */
export function shareWork(trials: readonly Trial[]): Work[] {
  const groups = groupBy(trials, ({ folder }) => folder);
  return [...groups.values()].map((members) => {
    const steps = new Map(members.flatMap(stepsOf).map((step) => [step.folder, step]));
    const [{ id, line, seed }] = members;
    return { id, name: `${line.name}, seed ${seed}`, trials: members, steps: [...steps.values()] };
  });
}

/** Work of which something is left to do. */
export function unfinishedWork(trials: readonly Trial[]): Work[] {
  return shareWork(trials).filter(isUnfinished);
}

export function isUnfinished({ steps }: Work): boolean {
  return !steps.every(isFinished);
}

/** Words after the script's name that do a work's steps; finished ones are skipped when they run. */
export function wordsOf({ steps }: Work): readonly string[] {
  return ['run-steps', JSON.stringify(steps)];
}
