// What a `sid retrieve` asked, in words: for the terminal and for pages.
import { formatCount } from '../util/format-count.ts';
import type { RetrieveMetrics } from './retrieve-record.ts';

/** Two or three sentences without a full stop: who asks, what is wanted, what was left out. */
export function askedInWords(metrics: RetrieveMetrics): readonly string[] {
  const { asked, wanted, queries, wanted_items, items, left_out } = metrics;
  const parts = [
    [left_out.items, 'items that not all embeddings have'],
    [left_out.queries, 'queries without a vector or a wanted item'],
    [left_out.pairs, 'pairs without a vector'],
    [left_out.copies, 'pairs that stood twice'],
  ] as const;
  const left = parts.filter(([n]) => n > 0).map(([n, what]) => `${formatCount(n)} ${what}`);
  return [
    `${formatCount(queries)} queries (${asked}) among ${formatCount(items)} items`,
    `wanted: ${wanted}, ${formatCount(wanted_items)} different ones`,
    ...(left.length === 0 ? [] : [`left out: ${left.join(', ')}`]),
  ];
}
