// NE by day, mean over seeds.
import type { Series } from './charts/chart.ts';
import type { RecordFor } from '../records/all-records.ts';
import type { FoundRecord } from './found-record.ts';
import type { LabelsOf } from './labels.ts';

/** NE by day of rankers, mean over those with the same label, in the order of first appearance. */
export function trainingCurves(
  runs: readonly FoundRecord<RecordFor<'train-ranker'>>[],
  labelsOf: LabelsOf,
): Series[] {
  const nesByLabel = new Map<string, Map<number, number[]>>();
  const labeled = runs.flatMap((run) => labelsOf(run).map((label) => ({ run, label })));
  for (const { run, label } of labeled) {
    const byDay = nesByLabel.get(label) ?? new Map<number, number[]>();
    nesByLabel.set(label, byDay);
    for (const { day, ne } of run.record.metrics.days) {
      if (!Number.isNaN(ne)) byDay.set(day, [...(byDay.get(day) ?? []), ne]);
    }
  }
  return [...nesByLabel].map(([name, byDay]) => ({
    name,
    points: [...byDay]
      .map(([x, nes]) => ({ x, y: nes.reduce((sum, ne) => sum + ne, 0) / nes.length }))
      .toSorted((a, b) => a.x - b.x),
  }));
}
