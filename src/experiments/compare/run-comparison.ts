// Runs what is missing, side by side.
import type { IntervalSources } from '../../records/interval-sources.ts';
import { collectComparison } from './collect-comparison.ts';
import type { LineResult } from './collect-comparison.ts';
import type { CompareConfig } from './compare-config.ts';
import type { ComparisonPlace } from './comparison-place.ts';
import { listIntervalSources } from './list-interval-sources.ts';
import { judgeClaims } from './judge-claims.ts';
import type { JudgedClaim } from './judge-claims.ts';
import { groupByModel, planComparison, unfinishedModels } from './plan-comparison.ts';
import type { ComparisonPlan } from './plan-comparison.ts';
import { isMeasured, stepsOf } from './plan-trials.ts';
import type { PreparedInputs, Trial } from './plan-trials.ts';
import { prepareInputs } from './prepare-inputs.ts';
import { runTrials } from './run-trials.ts';
import type { FailedTrial } from './run-trials.ts';
import { isFinished } from './step.ts';

/** What came out of a comparison. */
export interface Comparison {
  readonly title: string | undefined;
  /** Name of the strategy that gains are counted from, at each point of a sweep. */
  readonly baseline: string;
  readonly inputs: readonly PreparedInputs[];
  readonly results: readonly LineResult[];
  readonly claims: readonly JudgedClaim[];
  /** What the intervals count. */
  readonly sources: IntervalSources;
  readonly failed: readonly FailedTrial[];
  /** What is not done yet, in words: trials, or points without data. */
  readonly missing: readonly string[];
  /** Trials that were there already. */
  readonly reused: number;
  readonly trained: number;
}

/**
 * Makes the inputs that the config asks for, runs the trials that are not finished yet in processes of this
 * program, and puts all together.
 *
 * @throws UserError or InterruptedError; finished trials are kept
 */
export async function runComparison(
  config: CompareConfig,
  place: ComparisonPlace,
): Promise<Comparison> {
  const plan = await planComparison(config, place, (steps) => prepareInputs(steps, place));
  const waiting = unfinishedModels(plan.trials);
  const total = groupByModel(plan.trials).length;
  const reused = total - waiting.length;
  if (reused > 0) place.say(`${reused} of ${total} trials are finished already`);
  const failed = await runTrials(waiting, place);
  const trained = waiting.length - unfinishedModels(plan.trials).length;
  return { ...(await collect(config, plan)), failed, reused, trained };
}

/** Makes the inputs that are missing and trains nothing. @returns trials that are left to do, in groups of one model */
export async function listUnfinished(
  config: CompareConfig,
  place: ComparisonPlace,
): Promise<Trial[][]> {
  const plan = await planComparison(config, place, (steps) => prepareInputs(steps, place));
  return unfinishedModels(plan.trials);
}

/** Puts what is finished together; makes and trains nothing. */
export async function collectFinished(
  config: CompareConfig,
  place: ComparisonPlace,
): Promise<Comparison> {
  const plan = await planComparison(config, place, () => Promise.resolve());
  const reused = groupByModel(plan.trials).length - unfinishedModels(plan.trials).length;
  return { ...(await collect(config, plan)), failed: [], reused, trained: 0 };
}

async function collect(
  config: CompareConfig,
  plan: ComparisonPlan,
): Promise<Omit<Comparison, 'failed' | 'reused' | 'trained'>> {
  const results = await collectComparison(plan.trials.filter(isMeasured));
  return {
    title: config.title,
    baseline: config.points[0].config.baseline,
    inputs: plan.inputs,
    results,
    claims: judgeClaims(config.claims, results),
    sources: listIntervalSources(config.points, plan.inputs),
    missing: missingFrom(plan),
  };
}

function missingFrom({ trials, unprepared }: ComparisonPlan): string[] {
  return [
    ...trials
      .filter((trial) => !stepsOf(trial).every(isFinished))
      .map(({ line, seed }) => `${line.name} seed ${seed}`),
    ...unprepared.map(({ label }) =>
      label === '' ? 'the corpus or its codes' : `the corpus or codes of "${label}"`,
    ),
  ];
}
