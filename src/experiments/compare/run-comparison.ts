// Runs what is missing, side by side.
import type { IntervalSources } from '../../records/interval-sources.ts';
import { collectComparison } from './collect-comparison.ts';
import type { LineResult } from './collect-comparison.ts';
import type { CompareConfig } from './compare-config.ts';
import type { ComparisonPlace } from './comparison-place.ts';
import { listIntervalSources } from './list-interval-sources.ts';
import { judgeClaims } from './judge-claims.ts';
import type { JudgedClaim } from './judge-claims.ts';
import { groupByModel, isUnfinished, planComparison, unfinishedModels } from './plan-comparison.ts';
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
  const begun = new Set<string>();
  const runAll = async (trials: readonly Trial[]): Promise<FailedTrial[]> => {
    const waiting = unfinishedModels(trials);
    const total = groupByModel(trials).length;
    const reused = total - waiting.length;
    if (reused > 0) place.say(`${reused} of ${total} trials are finished already`);
    for (const [{ folder }] of waiting) begun.add(folder);
    return runTrials(waiting, place);
  };
  const failed: FailedTrial[] = [];
  const plan = await planComparison(config, place, {
    prepare: (steps) => prepareInputs(steps, place),
    async tune(trials) {
      if (trials.length > 0) place.say('choosing settings by the last days of training');
      failed.push(...(await runAll(trials)));
    },
  });
  failed.push(...(await runAll(plan.trials)));
  const models = groupByModel([...plan.tuning, ...plan.trials]);
  const trained = models.filter((trials) => begun.has(trials[0].folder) && !isUnfinished(trials));
  const reused = models.length - begun.size;
  return { ...(await collect(config, plan)), failed, reused, trained: trained.length };
}

/**
 * Makes the inputs that are missing and trains nothing.
 *
 * @returns trials that are left to do, in groups of one model; where settings are to be chosen first, those that choose
 */
export async function listUnfinished(
  config: CompareConfig,
  place: ComparisonPlace,
): Promise<Trial[][]> {
  const plan = await planComparison(config, place, {
    prepare: (steps) => prepareInputs(steps, place),
    tune: () => Promise.resolve(),
  });
  return unfinishedModels([...plan.tuning, ...plan.trials]);
}

/** Puts what is finished together; makes and trains nothing. */
export async function collectFinished(
  config: CompareConfig,
  place: ComparisonPlace,
): Promise<Comparison> {
  const nothing = (): Promise<void> => Promise.resolve();
  const plan = await planComparison(config, place, { prepare: nothing, tune: nothing });
  const all = [...plan.tuning, ...plan.trials];
  const reused = groupByModel(all).length - unfinishedModels(all).length;
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

function missingFrom({ trials, untuned, unprepared }: ComparisonPlan): string[] {
  return [
    ...trials
      .filter((trial) => !stepsOf(trial).every(isFinished))
      .map(({ line, seed }) => `${line.name} seed ${seed}`),
    ...untuned.map((name) => `the settings of "${name}"`),
    ...unprepared.map(({ label }) =>
      label === '' ? 'the corpus or its codes' : `the corpus or codes of "${label}"`,
    ),
  ];
}
