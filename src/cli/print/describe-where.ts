// What `sid where` prints.
import { whereFacts, whereLines } from '../../records/where-facts.ts';
import { moreLogTable, placementTable } from '../../records/where-placement.ts';
import type { WhereMetrics } from '../../records/where-record.ts';
import { drawTextTable } from './draw-text-table.ts';
import { paragraph } from './paragraph.ts';
import { drawTable } from './tables.ts';

const COLUMNS = ['fact', 'measured', 'how'];

/** Facts, one a line, and what each says; the places of the map like this log; how much more log would settle it. */
export function describeWhere(metrics: WhereMetrics): string {
  const placement = placementTable(metrics);
  return [
    drawTable(COLUMNS, whereFacts(metrics), COLUMNS),
    ...whereLines(metrics).map(paragraph),
    '',
    placement === undefined
      ? `the map (${metrics.on_map.title}) has no place that this log can be told by`
      : drawTextTable(placement),
    '',
    drawTextTable(moreLogTable(metrics)),
  ].join('\n');
}
