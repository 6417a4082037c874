// What `sid compare` prints.
import { join } from 'node:path';
import { describeNegatives } from '../../artifacts/negatives-rule.ts';
import { negativesOf } from '../../experiments/compare/comparison-json.ts';
import { describeIntervals, describeSources } from '../../records/interval-sources.ts';
import type { LineResult } from '../../experiments/compare/collect-comparison.ts';
import type { CompareConfig } from '../../experiments/compare/compare-config.ts';
import type { Comparison } from '../../experiments/compare/run-comparison.ts';
import { tuningTable } from '../../records/tuned-settings.ts';
import { plural } from '../../util/plural.ts';
import { rangeText } from '../../util/range-text.ts';
import { analysisTables, claimTable, comparisonTable } from './comparison-tables.ts';
import { paragraph } from './paragraph.ts';
import { drawTable } from './tables.ts';
import { describeDrift } from '../commands/eval-drift.ts';

/** What `sid compare` prints: the tables, with what they are measured on. */
export function describeComparison(
  comparison: Comparison,
  config: CompareConfig,
  { out, store }: { readonly out: string; readonly store: string },
): string {
  const { title, results, claims, baseline, sources } = comparison;
  const heading = title === undefined ? [] : [title];
  if (results.length === 0) return [...heading, 'no trial is finished'].join('\n\n');
  const gains = results.flatMap(({ gain }) => (gain === undefined ? [] : [gain]));
  return [
    ...heading,
    paragraph(describeData(results)),
    paragraph(describeNegatives(negativesOf(comparison))),
    comparisonTable(results, baseline),
    ...describeTuning(results),
    ...(gains.length > 0
      ? [paragraph(`${describeIntervals(gains)}; ${describeSources(sources)}`)]
      : []),
    ...describeDrifts(results, config),
    ...analysisTables(results),
    ...(claims.length > 0 ? [claimTable(claims)] : []),
    `all figures: ${join(out, 'results.json')}   trials: ${join(store, 'trials')}`,
  ].join('\n\n');
}

function describeTuning(results: readonly LineResult[]): string[] {
  const lines = results.map(({ line }) => ({ strategy: line.name, tuned: line.tuned ?? null }));
  const tuning = tuningTable(lines);
  return tuning === undefined
    ? []
    : [drawTable(tuning.titles, tuning.rows), paragraph(tuning.note)];
}

function describeData(results: readonly LineResult[]): string {
  const all = results.flatMap(({ segments }) =>
    segments.filter(({ segment }) => segment === 'all'),
  );
  const range = (
    of: (each: (typeof all)[number]) => number,
    toText: (value: number) => string = String,
  ): string => rangeText(all.map(of), toText);
  return (
    `${plural(results[0].seeds.length, 'seed')}, ${range((each) => each.impressions)} impressions of ` +
    `${range((each) => each.items)} items, label rate ` +
    `${range(
      (each) => each.labelRate,
      (rate) => rate.toFixed(4),
    )}; ` +
    'NE: lower is better, ± is the standard deviation over seeds'
  );
}

/** One table for each pair of days. */
function describeDrifts(results: readonly LineResult[], config: CompareConfig): string[] {
  const days = new Map(
    config.points.flatMap(({ config: { drift } }) =>
      drift === null ? [] : [[JSON.stringify(drift), drift] as const],
    ),
  );
  if (days.size !== 1) return [];
  const drifts = results.flatMap(({ line, drift, seeds }) =>
    drift === undefined
      ? []
      : [{ ...drift, embed: line.strategy.embed, strategy: line.name, seeds }],
  );
  return drifts.length === 0 ? [] : [...days.values()].map((pair) => describeDrift(drifts, pair));
}
