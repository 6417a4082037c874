// Finished trials to lines of the table.
import { join } from 'node:path';
import { readPredictions } from '../../artifacts/predictions.ts';
import type { Predictions } from '../../artifacts/predictions.ts';
import { readRunRecord } from '../../artifacts/run-record.ts';
import { measureDrift } from '../../metrics/drift.ts';
import type { Drift, DriftPair } from '../../metrics/drift.ts';
import { meanInterval } from '../../metrics/interval.ts';
import type { Interval } from '../../metrics/interval.ts';
import { neGainPercent, neRisePercent } from '../../metrics/ne-difference.ts';
import { normalizedEntropy } from '../../metrics/normalized-entropy.ts';
import { bootstrapRisePercent, pairedLosses } from '../../metrics/paired-bootstrap.ts';
import { groupBy } from '../../util/group-by.ts';
import { Rng } from '../../util/rng.ts';
import { mean } from '../../util/stats.ts';
import { DRIFT_FIGURE } from './figure-names.ts';
import type { Line, Trial } from './plan-trials.ts';
import { summarizeSegment } from './segment-summary.ts';
import type { SegmentSummary } from './segment-summary.ts';
import { gainFigures, readFigures, readSegments } from './trial-figures.ts';
import type { Figures } from './trial-figures.ts';

/** One line of the table; means are over seeds. */
export interface LineResult {
  readonly line: Line;
  readonly seeds: readonly number[];
  /** H and J. */
  readonly tableRows: number;
  readonly tokensPerItem: number;
  readonly segments: readonly SegmentSummary[];
  /** Against the baseline with the same seed; undefined for the baseline itself. */
  readonly gain: NeGain | undefined;
  readonly drift: Drift | undefined;
  readonly figures: Figures;
  readonly examplesPerSecond: number;
  readonly peakMemoryMb: number;
  readonly folders: readonly string[];
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
 * Puts measured trials together, one result for each line. Seeds of which the baseline's trial is missing do
 * not count for the gain.
 */
export async function collectComparison(trials: readonly Trial[]): Promise<LineResult[]> {
  const lines = groupBy(trials, ({ line }) => line.name);
  const results: LineResult[] = [];
  let baseline: Baseline | undefined;
  for (const [name, members] of lines) {
    const { line } = members[0];
    if (baseline?.name !== line.baseline) {
      const ofBaseline = lines.get(line.baseline) ?? [];
      baseline = {
        name: line.baseline,
        predictions: await readAll(ofBaseline),
        figures: readFigures(ofBaseline),
      };
    }
    const isBaseline = name === line.baseline;
    const gain = isBaseline ? undefined : measureGain(await readAll(members), baseline.predictions);
    const driftPairs = await readDriftPairs(members);
    const own = readFigures(members);
    const figures = new Map([
      ...own,
      ...(isBaseline ? [] : gainFigures(own, baseline.figures)),
      ...(driftPairs === undefined ? [] : [[DRIFT_FIGURE, driftBySeed(driftPairs)] as const]),
    ]);
    const drift =
      driftPairs && measureDrift([...driftPairs.values()], Rng.fromSeed(1).split('drift'));
    results.push({ ...summarize(line, members), gain, drift, figures });
  }
  return results;
}

type PredictionsBySeed = ReadonlyMap<number, Predictions>;

interface Baseline {
  readonly name: string;
  readonly predictions: PredictionsBySeed;
  readonly figures: Figures;
}

async function readAll(trials: readonly Trial[]): Promise<PredictionsBySeed> {
  const all = new Map<number, Predictions>();
  for (const { seed, segmentsFolder } of trials) {
    all.set(seed, await readPredictions(join(segmentsFolder, 'predictions.arrow')));
  }
  return all;
}

function summarize(
  line: Line,
  trials: readonly Trial[],
): Omit<LineResult, 'gain' | 'drift' | 'figures'> {
  const runs = trials.map(({ runFolder }) => readRunRecord(runFolder).metrics);
  const segments = trials.map(({ segmentsFolder }) => readSegments(segmentsFolder));
  return {
    line,
    seeds: trials.map(({ seed }) => seed),
    tableRows: Number(runs[0].table_rows),
    tokensPerItem: Number(runs[0].tokens_per_item),
    segments: segments[0].map((_, i) => summarizeSegment(segments.map((parts) => parts[i]))),
    examplesPerSecond: mean(runs.map((run) => Number(run.examples_per_second))),
    peakMemoryMb: Math.max(...runs.map((run) => Number(run.peak_memory_mb))),
    folders: trials.map(({ folder }) => folder),
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

async function readDriftPairs(
  trials: readonly Trial[],
): Promise<ReadonlyMap<number, DriftPair> | undefined> {
  const pairs = new Map<number, DriftPair>();
  for (const { seed, driftFolder } of trials) {
    if (driftFolder === undefined) return undefined;
    pairs.set(seed, {
      early: await readPredictions(join(driftFolder, 'run-1-early.arrow')),
      late: await readPredictions(join(driftFolder, 'run-1-late.arrow')),
    });
  }
  return pairs;
}

function driftBySeed(pairs: ReadonlyMap<number, DriftPair>): Map<number, number> {
  const rises = [...pairs].map(
    ([seed, { early, late }]) =>
      [seed, neRisePercent(normalizedEntropy(late), normalizedEntropy(early))] as const,
  );
  return new Map(rises);
}

/** On the same impressions the ratio of NEs is the ratio of summed log losses. */
function total(losses: Float64Array): number {
  return losses.reduce((sum, loss) => sum + loss, 0);
}
