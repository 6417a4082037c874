// What `sid simulate` prints.
import type { WorldFact } from '../../data/simulate/world-fact.ts';
import type { WorldConfig } from '../../data/simulate/world-config.ts';
import type { Simulation } from '../../data/simulate/simulate-corpus.ts';
import type { SimulateMetrics } from '../../records/simulate-record.ts';
import { formatCount } from '../../util/format-count.ts';
import { drawTable } from './tables.ts';

/** The result with --json, and the metrics of run.json. */
export function simulationToJson(
  { info, facts, copies }: Simulation,
  seconds: number,
): SimulateMetrics {
  const impressions = info.impressionsPerDay.reduce((sum, count) => sum + count, 0);
  const clicks = info.clicksPerDay.reduce((sum, count) => sum + count, 0);
  return {
    items: info.numItems,
    users: info.numUsers,
    days: info.numDays,
    impressions,
    clicks,
    label_rate: clicks / impressions,
    copies,
    facts: facts.map(({ fact, unit, wanted, drawn }) => ({
      fact,
      unit,
      wanted: wanted ?? null,
      drawn,
    })),
    impressions_per_second: Math.round(impressions / seconds),
    seconds,
  };
}

/** With fewer items in the top 0.1 % the skew of a world cannot be as wanted. */
const LEAST_HEAD_ITEMS = 5;

/** The result as text: how well the log matches what was wanted. */
export function describeSimulation(
  out: string,
  { items: itemsAlive }: WorldConfig,
  simulation: Simulation,
  seconds: number,
): string {
  const { info, facts, copies } = simulation;
  const rows = facts.map((fact) => [
    fact.fact,
    fact.wanted === undefined ? '' : format(fact.wanted, fact),
    format(fact.drawn, fact),
  ]);
  const impressions = info.impressionsPerDay.reduce((sum, count) => sum + count, 0);
  const hasHead = info.numItems / 1000 >= LEAST_HEAD_ITEMS;
  return [
    drawTable(['fact', 'wanted', 'drawn'], rows),
    ...(hasHead
      ? []
      : [`the top 0.1 % is fewer than ${LEAST_HEAD_ITEMS} items: too few to be skewed as wanted`]),
    `${formatCount(itemsAlive)} items alive at any one time, ${formatCount(info.numItems)} in all over ` +
      `${formatCount(info.numDays)} days (${formatCount(copies.exact)} exact and ` +
      `${formatCount(copies.near)} near copies), ${formatCount(info.numUsers)} users`,
    `corpus in ${out}: ${formatCount(impressions)} impressions in ${seconds.toFixed(1)} s ` +
      `(${formatCount(impressions / seconds)}/s); what no ranker may read is in its folder truth`,
  ].join('\n');
}

function format(value: number, { unit }: WorldFact): string {
  if (!Number.isFinite(value)) return '-';
  if (unit === 'items') return formatCount(value);
  return unit === '%' ? `${value.toFixed(1)} %` : value.toFixed(4);
}
