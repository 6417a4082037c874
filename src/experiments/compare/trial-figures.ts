// Figures of a line by name and seed.
import { readRunRecord } from '../../artifacts/run-record.ts';
import { isObject } from '../../schema/fields.ts';
import type { BySeed } from '../../metrics/verdict.ts';
import { neGainPercent } from '../../metrics/ne-difference.ts';
import { GAIN_FIGURES, OWN_FIGURES } from './figure-names.ts';
import type { SegmentJson } from '../metrics-json.ts';
import type { Trial } from './plan-trials.ts';
import { isFinished } from './step.ts';

/** Figures of a line by name ("ne/new", "attention/entropy"), each by seed. */
export type Figures = ReadonlyMap<string, BySeed>;

/** What the trials of one line measured, but for what needs their predictions; analyses that are missing are NaN. */
export function readFigures(trials: readonly Trial[]): Map<string, Map<number, number>> {
  const figures = new Map<string, Map<number, number>>();
  const set = (name: string, seed: number, value: unknown): void => {
    const bySeed = figures.get(name) ?? new Map<number, number>();
    figures.set(name, bySeed.set(seed, typeof value === 'number' ? value : NaN));
  };
  for (const { seed, segmentsFolder, analyses } of trials) {
    for (const segment of readSegments(segmentsFolder)) {
      for (const name of OWN_FIGURES) set(`${name}/${segment.segment}`, seed, segment[name]);
    }
    for (const step of analyses.filter(isFinished)) {
      const { figures: measured } = readRunRecord(step.folder).metrics;
      if (!isObject(measured)) continue;
      for (const [name, value] of Object.entries(measured)) {
        set(`${step.analysis}/${name}`, seed, value);
      }
    }
  }
  return figures;
}

/** The gains of every segment: how much lower NE is than the baseline's with the same seed. */
export function gainFigures(ofLine: Figures, ofBaseline: Figures): Map<string, BySeed> {
  const gains = new Map<string, BySeed>();
  for (const [name, bySeed] of ofLine) {
    const [figure, segment] = name.split('/');
    if (!(figure in GAIN_FIGURES)) continue;
    const baseline = ofBaseline.get(name);
    const paired = [...bySeed].map(
      ([seed, ne]) => [seed, neGainPercent(ne, baseline?.get(seed) ?? NaN)] as const,
    );
    gains.set(`${GAIN_FIGURES[figure as keyof typeof GAIN_FIGURES]}/${segment}`, new Map(paired));
  }
  return gains;
}

/** The segments in the run.json of a `sid eval-segments`. */
export function readSegments(folder: string): readonly SegmentJson[] {
  return readRunRecord(folder).metrics.segments as SegmentJson[];
}
