// Finished trials to lines of the table.
import { join } from 'node:path';
import { readPredictions } from '../../artifacts/predictions.ts';
import type { Predictions } from '../../artifacts/predictions.ts';
import { readRecord } from '../../records/run-record.ts';
import { trainRankerRecord } from '../../records/train-ranker-record.ts';
import { measureDrift } from '../../metrics/drift.ts';
import type { Drift, DriftPair } from '../../metrics/drift.ts';
import { measureGain } from '../../metrics/ne-difference.ts';
import type { NeGain, ScoredPair } from '../../metrics/ne-difference.ts';
import { groupBy } from '../../util/group-by.ts';
import { Rng } from '../../util/rng.ts';
import { mean } from '../../util/stats.ts';
import { DRIFT_FIGURES } from './figure-names.ts';
import type { Line, Trial } from './plan-trials.ts';
import { summarizeSegment } from './segment-summary.ts';
import type { SegmentSummary } from './segment-summary.ts';
import { readSegmentCut } from './segment-cut.ts';
import { gainFigures, readByConstruction, readFigures, readSegments } from './trial-figures.ts';
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
  /** Names of figures that cannot be anything else, whatever was learned. */
  readonly byConstruction: ReadonlySet<string>;
  /** What its segments were cut by; lines of other cuts have other items in a segment of one name. */
  readonly segmentCut: string;
  readonly examplesPerSecond: number;
  readonly peakMemoryMb: number;
  readonly folders: readonly string[];
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
        segmentCut: ofBaseline.length === 0 ? '' : readSegmentCut(ofBaseline[0]),
      };
    }
    const isBaseline = name === line.baseline;
    const pairs = isBaseline ? [] : pairBySeed(await readAll(members), baseline.predictions);
    const gain = pairs.length === 0 ? undefined : measureGain(pairs, Rng.fromSeed(1).split('gain'));
    const { drift, figures: driftFigures } = await readDrift(members);
    const own = readFigures(members);
    const summary = summarize(line, members);
    const isSameCut = summary.segmentCut === baseline.segmentCut;
    const figures = new Map([
      ...own,
      ...(isBaseline ? [] : gainFigures(own, baseline.figures, isSameCut)),
      ...driftFigures,
    ]);
    results.push({ ...summary, gain, drift, figures });
  }
  return results;
}

type PredictionsBySeed = ReadonlyMap<number, Predictions>;

interface Baseline {
  readonly name: string;
  readonly predictions: PredictionsBySeed;
  readonly figures: Figures;
  readonly segmentCut: string;
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
  const runs = trials.map(({ runFolder }) => readRecord(trainRankerRecord, runFolder).metrics);
  const segments = trials.map(({ segmentsFolder }) => readSegments(segmentsFolder));
  return {
    line,
    seeds: trials.map(({ seed }) => seed),
    tableRows: runs[0].table_rows,
    tokensPerItem: runs[0].tokens_per_item,
    byConstruction: readByConstruction(trials),
    segmentCut: readSegmentCut(trials[0]),
    segments: segments[0].map((_, i) => summarizeSegment(segments.map((parts) => parts[i]))),
    examplesPerSecond: mean(runs.map((run) => run.examples_per_second)),
    peakMemoryMb: Math.max(...runs.map((run) => run.peak_memory_mb)),
    folders: trials.map(({ folder }) => folder),
  };
}

function pairBySeed(model: PredictionsBySeed, baseline: PredictionsBySeed): ScoredPair[] {
  return [...model].flatMap(([seed, ofModel]) => {
    const ofBaseline = baseline.get(seed);
    return ofBaseline === undefined ? [] : [{ model: ofModel, baseline: ofBaseline }];
  });
}

/** The drift over all seeds, and by seed under its names. */
async function readDrift(
  trials: readonly Trial[],
): Promise<{ readonly drift: Drift | undefined; readonly figures: Figures }> {
  const pairs: DriftPair[] = [];
  for (const { driftFolder } of trials) {
    if (driftFolder === undefined) return { drift: undefined, figures: new Map() };
    pairs.push({
      early: await readPredictions(join(driftFolder, 'run-1-early.arrow')),
      late: await readPredictions(join(driftFolder, 'run-1-late.arrow')),
    });
  }
  const drift = measureDrift(pairs, Rng.fromSeed(1).split('drift'));
  const figures = [drift, drift.recalibrated].map(({ driftPercentBySeed }, i) => {
    const bySeed = driftPercentBySeed.map((percent, at) => [trials[at].seed, percent] as const);
    return [DRIFT_FIGURES[i], new Map(bySeed)] as const;
  });
  return { drift, figures: new Map(figures) };
}
