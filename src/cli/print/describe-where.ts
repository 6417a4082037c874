// What `sid where` prints.
import { whereFacts, whereLines } from '../../records/where-facts.ts';
import type { WhereMetrics } from '../../records/where-record.ts';
import { describeMoreLog, describePlacement } from './describe-placement.ts';
import { drawTable } from './tables.ts';

const COLUMNS = ['fact', 'measured', 'how'];

/** Facts, one a line, and what each says. */
export function describeWhere(metrics: WhereMetrics): string {
  return [
    drawTable(COLUMNS, whereFacts(metrics), COLUMNS),
    ...whereLines(metrics),
    '',
    describePlacement(metrics),
    '',
    describeMoreLog(metrics),
  ].join('\n');
}
