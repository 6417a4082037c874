// Finished trials to lines of the table.
import { join } from 'node:path';
import { readPredictions } from '../../artifacts/predictions.ts';
import { readRecord } from '../../records/run-record.ts';
import { trainRankerRecord } from '../../records/train-ranker-record.ts';
import { estimateDrift, measureDrift } from '../../metrics/drift.ts';
import type { Drift, MeasuredDrift } from '../../metrics/drift.ts';
import { estimateOverSeeds } from '../../metrics/estimate.ts';
import type { Estimate } from '../../metrics/estimate.ts';
import type { Sample } from '../../metrics/sample.ts';
import { groupBy } from '../../util/group-by.ts';
import { mean } from '../../util/stats.ts';
import { scorePair } from '../evaluate-drift.ts';
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
  /** Each seed has a world of its own, so that seeds are repetitions of everything. */
  readonly areWorlds: boolean;
  /** H and J. */
  readonly tableRows: number;
  readonly tokensPerItem: number;
  readonly segments: readonly SegmentSummary[];
  /** Of NE, over the baseline with the same seed; undefined for the baseline itself. */
  readonly gain: Estimate | undefined;
  readonly drift: Drift | undefined;
  readonly figures: Figures;
  /** Of those that a seed measured. */
  readonly estimates: ReadonlyMap<string, Estimate>;
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
  const samples: Sample[] = [];
  const results: LineResult[] = [];
  let baseline: Baseline | undefined;
  for (const [name, members] of lines) {
    const { line } = members[0];
    if (baseline?.name !== line.baseline) {
      const ofBaseline = lines.get(line.baseline) ?? [];
      baseline = {
        name: line.baseline,
        figures: await readFigures(ofBaseline, samples),
        segmentCut: ofBaseline.length === 0 ? '' : readSegmentCut(ofBaseline[0]),
      };
    }
    const isBaseline = name === line.baseline;
    const summary = summarize(line, members);
    const { areWorlds } = summary;
    const own = isBaseline ? baseline.figures : await readFigures(members, samples);
    const isSameCut = summary.segmentCut === baseline.segmentCut;
    const drifts = await readDrifts(members, samples);
    const figures = new Map([
      ...own,
      ...(isBaseline ? [] : gainFigures(own, baseline.figures, isSameCut)),
      ...driftFigures(members, drifts),
    ]);
    const estimates = estimateFigures(figures, areWorlds);
    results.push({
      ...summary,
      gain: estimates.get('ne_gain_percent/all'),
      drift: drifts.length === 0 ? undefined : estimateDrift(drifts, { areWorlds }),
      figures,
      estimates,
    });
  }
  return results;
}

interface Baseline {
  readonly name: string;
  readonly figures: Figures;
  readonly segmentCut: string;
}

function summarize(
  line: Line,
  trials: readonly Trial[],
): Omit<LineResult, 'gain' | 'drift' | 'figures' | 'estimates'> {
  const runs = trials.map(({ runFolder }) => readRecord(trainRankerRecord, runFolder).metrics);
  const segments = trials.map(({ segmentsFolder }) => readSegments(segmentsFolder));
  const corpora = new Set(trials.map(({ steps: [train] }) => train.settings.corpus));
  return {
    line,
    seeds: trials.map(({ seed }) => seed),
    areWorlds: corpora.size > 1,
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

function estimateFigures(figures: Figures, areWorlds: boolean): Map<string, Estimate> {
  return new Map(
    [...figures].flatMap(([name, bySeed]) => {
      const measured = [...bySeed.values()].filter(({ value }) => Number.isFinite(value));
      return measured.length === 0
        ? []
        : [[name, estimateOverSeeds(measured, { areWorlds })] as const];
    }),
  );
}

/** One a trial; none where the comparison has no drift. */
async function readDrifts(trials: readonly Trial[], samples: Sample[]): Promise<MeasuredDrift[]> {
  const drifts: MeasuredDrift[] = [];
  for (const { driftFolder } of trials) {
    if (driftFolder === undefined) return [];
    const early = await readPredictions(join(driftFolder, 'run-1-early.arrow'));
    const late = await readPredictions(join(driftFolder, 'run-1-late.arrow'));
    drifts.push(measureDrift(scorePair({ early, late }, samples)));
  }
  return drifts;
}

/** The drift by seed under its names. */
function driftFigures(trials: readonly Trial[], drifts: readonly MeasuredDrift[]): Figures {
  if (drifts.length === 0) return new Map();
  return new Map(
    DRIFT_FIGURES.map((name, i) => {
      const bySeed = drifts.map(({ plain, recalibrated }, at) => {
        const { drift } = [plain, recalibrated][i];
        return [trials[at].seed, drift] as const;
      });
      return [name, new Map(bySeed)] as const;
    }),
  );
}
