// Records of `sid analyze`.
import type { AnalysisName } from '../records/analyze-records.ts';
import type { RecordFor } from '../records/all-records.ts';
import type { FoundRecord } from './found-record.ts';

/** What a `sid analyze` found. */
export type FoundAnalysis<N extends AnalysisName = AnalysisName> = FoundRecord<
  RecordFor<`analyze ${N}`>
>;

export function isAnalysis(found: FoundRecord): found is FoundAnalysis {
  return found.record.command.startsWith('analyze ');
}

/** The figures that were measured. */
export function figuresOf(figures: Readonly<Record<string, number>>): Map<string, number> {
  return new Map(Object.entries(figures).filter(([, value]) => !Number.isNaN(value)));
}
