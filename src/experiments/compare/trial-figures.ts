// Figures of a line by name and seed.
import { percentBelow } from '../../metrics/measurement.ts';
import type { Measurement } from '../../metrics/measurement.ts';
import type { Sample } from '../../metrics/sample.ts';
import type { BySeed } from '../../metrics/verdict.ts';
import { ANALYZE_RECORDS } from '../../records/analyze-records.ts';
import type {
  AnalysisName,
  AnalyzeMetrics,
  AnalyzeRecordKind,
} from '../../records/analyze-records.ts';
import { evalSegmentsRecord } from '../../records/eval-segments-record.ts';
import type { SegmentFigures } from '../../records/figures.ts';
import { readRecord } from '../../records/run-record.ts';
import { GAIN_FIGURES, OWN_FIGURES } from './figure-names.ts';
import { measureSegments } from './measure-segments.ts';
import type { Trial } from './plan-trials.ts';
import { isFinished } from './step.ts';
import type { AnalysisStep } from './step.ts';

/** Figures of a line by name ("ne/new", "attention/entropy"), each by seed. */
export type Figures = ReadonlyMap<string, BySeed>;

/**
 * What the trials of one line measured, but for their drift; analyses that are missing are NaN.
 *
 * @param samples those known; those of the trials are among them then
 */
export async function readFigures(
  trials: readonly Trial[],
  samples: Sample[],
): Promise<Map<string, Map<number, Measurement>>> {
  const figures = new Map<string, Map<number, Measurement>>();
  const set = (name: string, seed: number, value: Measurement): void => {
    const bySeed = figures.get(name) ?? new Map<number, Measurement>();
    figures.set(name, bySeed.set(seed, value));
  };
  for (const { seed, segmentsFolder, analyses } of trials) {
    const measured = await measureSegments(segmentsFolder, samples);
    for (const segment of readSegments(segmentsFolder)) {
      for (const figure of OWN_FIGURES) {
        const name = `${figure}/${segment.segment}`;
        set(name, seed, { value: segment[figure], influence: measured.get(name)?.influence });
      }
    }
    for (const step of analyses.filter(isFinished)) {
      const { analysis, figures: found } = readAnalysis(step);
      for (const [name, value] of Object.entries(found)) {
        set(`${analysis}/${name}`, seed, { value });
      }
    }
  }
  return figures;
}

/** Names of figures that are what they are by construction with every seed that measured them, as its analysis found. */
export function readByConstruction(trials: readonly Trial[]): ReadonlySet<string> {
  const [built, open] = [new Set<string>(), new Set<string>()];
  for (const step of trials.flatMap(({ analyses }) => analyses.filter(isFinished))) {
    const { analysis, figures, by_construction: names } = readAnalysis(step);
    for (const [name, value] of Object.entries(figures)) {
      if (Number.isNaN(value)) continue;
      (names.includes(name) ? built : open).add(`${analysis}/${name}`);
    }
  }
  return new Set([...built].filter((name) => !open.has(name)));
}

/**
 * The gains of every segment: how much lower NE is than the baseline's with the same seed.
 *
 * @param isSameCut segments of one name are of the same items; else there is a gain on all impressions alone
 */
export function gainFigures(
  ofLine: Figures,
  ofBaseline: Figures,
  isSameCut: boolean,
): Map<string, BySeed> {
  const gains = new Map<string, BySeed>();
  for (const [name, bySeed] of ofLine) {
    const [figure, segment] = name.split('/');
    if (!(figure in GAIN_FIGURES)) continue;
    const baseline = isSameCut || segment === 'all' ? ofBaseline.get(name) : undefined;
    const paired = [...bySeed].map(
      ([seed, ne]) => [seed, percentBelow(ne, baseline?.get(seed) ?? NaN)] as const,
    );
    gains.set(`${GAIN_FIGURES[figure as keyof typeof GAIN_FIGURES]}/${segment}`, new Map(paired));
  }
  return gains;
}

/** The segments in the run.json of a `sid eval-segments`. */
export function readSegments(folder: string): readonly SegmentFigures[] {
  return readRecord(evalSegmentsRecord, folder).metrics.segments;
}

function readAnalysis({ stage, out }: AnalysisStep): AnalyzeMetrics<AnalysisName> {
  const name = stage.slice('analyze '.length) as AnalysisName;
  const kind: AnalyzeRecordKind<AnalysisName> = ANALYZE_RECORDS[name];
  return readRecord(kind, out).metrics;
}
