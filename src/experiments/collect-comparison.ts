import { join } from 'node:path';
import { readPredictions } from '../artifacts/predictions.ts';
import type { Predictions } from '../artifacts/predictions.ts';
import { readRunRecord } from '../artifacts/run-record.ts';
import { measureDrift } from '../evaluation/drift.ts';
import type { Drift } from '../evaluation/drift.ts';
import { meanInterval } from '../evaluation/interval.ts';
import type { Interval } from '../evaluation/interval.ts';
import { neGainPercent } from '../evaluation/ne-difference.ts';
import { bootstrapRisePercent, pairedLosses } from '../evaluation/paired-bootstrap.ts';
import { Rng } from '../util/rng.ts';
import { mean, standardDeviation } from '../util/stats.ts';
import type { SegmentJson } from './metrics-json.ts';
import type { Trial } from './plan-comparison.ts';

/** One line of the table; means are over seeds. */
export interface StrategyResult {
  readonly strategy: string;
  readonly embed: string;
  readonly seeds: readonly number[];
  /** H and J. */
  readonly tableRows: number;
  readonly tokensPerItem: number;
  readonly segments: readonly SegmentSummary[];
  /** Against the baseline with the same seed; undefined for the baseline itself. */
  readonly gain: NeGain | undefined;
  readonly drift: Drift | undefined;
  readonly examplesPerSecond: number;
  readonly peakMemoryMb: number;
  readonly folders: readonly string[];
}

/** A segment's figures over the seeds. */
export interface SegmentSummary {
  readonly segment: string;
  readonly impressions: number;
  readonly items: number;
  readonly labelRate: number;
  readonly ne: number;
  /** Standard deviation over seeds; NaN for one seed. */
  readonly neSpread: number;
  readonly auc: number;
  readonly logLoss: number;
  readonly calibration: number;
}

/** How much lower NE is than the baseline's, in percent of it. */
export interface NeGain {
  readonly percent: number;
  /** Over seeds (Student's t) from two seeds on, else over users. */
  readonly ci95: Interval;
  readonly ci95From: 'seeds' | 'users';
  /** Paired bootstrap over users, all seeds together. */
  readonly ci95Users: Interval;
}

/**
 * Puts finished trials together, a line for each strategy. Seeds of which the baseline's trial is missing do
 * not count for the gain.
 *
 * @param trials finished ones only
 */
export async function collectComparison(
  trials: readonly Trial[],
  baselineName: string,
): Promise<StrategyResult[]> {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    const { name } = trial.strategy;
    groups.set(name, [...(groups.get(name) ?? []), trial]);
  }
  const baseline = await readAll(groups.get(baselineName) ?? []);
  const results: StrategyResult[] = [];
  for (const [name, members] of groups) {
    const predictions = name === baselineName ? baseline : await readAll(members);
    const gain = name === baselineName ? undefined : measureGain(predictions, baseline);
    results.push({ ...summarize(name, members), gain, drift: await driftOf(members) });
  }
  return results;
}

type PredictionsBySeed = ReadonlyMap<number, Predictions>;

async function readAll(trials: readonly Trial[]): Promise<PredictionsBySeed> {
  const all = new Map<number, Predictions>();
  for (const { seed, segmentsFolder } of trials) {
    all.set(seed, await readPredictions(join(segmentsFolder, 'predictions.arrow')));
  }
  return all;
}

function summarize(name: string, trials: readonly Trial[]): Omit<StrategyResult, 'gain' | 'drift'> {
  const runs = trials.map(({ runFolder }) => readRunRecord(runFolder).metrics);
  const segments = trials.map(
    ({ segmentsFolder }) => readRunRecord(segmentsFolder).metrics.segments as SegmentJson[],
  );
  return {
    strategy: name,
    embed: trials[0].strategy.embed,
    seeds: trials.map(({ seed }) => seed),
    tableRows: Number(runs[0].table_rows),
    tokensPerItem: Number(runs[0].tokens_per_item),
    segments: segments[0].map((_, i) => summarizeSegment(segments.map((parts) => parts[i]))),
    examplesPerSecond: mean(runs.map((run) => Number(run.examples_per_second))),
    peakMemoryMb: Math.max(...runs.map((run) => Number(run.peak_memory_mb))),
    folders: trials.map(({ folder }) => folder),
  };
}

function summarizeSegment(seeds: readonly SegmentJson[]): SegmentSummary {
  const meanOf = (values: readonly (number | null)[]): number => mean(values.map((x) => x ?? NaN));
  const ne = seeds.map((each) => each.ne ?? NaN);
  return {
    segment: seeds[0].segment,
    impressions: seeds[0].impressions,
    items: seeds[0].items,
    labelRate: meanOf(seeds.map((each) => each.label_rate)),
    ne: mean(ne),
    neSpread: standardDeviation(ne),
    auc: meanOf(seeds.map((each) => each.auc)),
    logLoss: meanOf(seeds.map((each) => each.log_loss)),
    calibration: meanOf(seeds.map((each) => each.calibration)),
  };
}

function measureGain(model: PredictionsBySeed, baseline: PredictionsBySeed): NeGain | undefined {
  const pairs = [...model].flatMap(([seed, ofModel]) => {
    const ofBaseline = baseline.get(seed);
    return ofBaseline === undefined ? [] : [{ model: ofModel, baseline: ofBaseline }];
  });
  if (pairs.length === 0) return undefined;
  const gains = pairs.map((pair) => {
    const { model_U, baseline_U } = pairedLosses([pair]);
    return neGainPercent(total(model_U), total(baseline_U));
  });
  const rise = bootstrapRisePercent(pairedLosses(pairs), Rng.fromSeed(1).split('gain'));
  const ci95Users: Interval = [-rise[1], -rise[0]];
  const ci95Seeds = meanInterval(gains);
  return {
    percent: mean(gains),
    ci95: ci95Seeds ?? ci95Users,
    ci95From: ci95Seeds === undefined ? 'users' : 'seeds',
    ci95Users,
  };
}

async function driftOf(trials: readonly Trial[]): Promise<Drift | undefined> {
  const pairs: { early: Predictions; late: Predictions }[] = [];
  for (const { driftFolder } of trials) {
    if (driftFolder === undefined) return undefined;
    pairs.push({
      early: await readPredictions(join(driftFolder, 'run-1-early.arrow')),
      late: await readPredictions(join(driftFolder, 'run-1-late.arrow')),
    });
  }
  return measureDrift(pairs, Rng.fromSeed(1).split('drift'));
}

/** On the same impressions the ratio of NEs is the ratio of summed log losses. */
function total(losses: Float64Array): number {
  return losses.reduce((sum, loss) => sum + loss, 0);
}
