// What `sid power` prints.
import type { PowerPlan } from '../../experiments/plan-power.ts';
import { WANTED_POWER } from '../../metrics/detection-power.ts';
import { formatCount } from '../../util/format-count.ts';
import { formatSigned } from '../../util/format-signed.ts';
import { drawTable } from './tables.ts';

/** A row for each line, and what the columns are. */
export function describePower(
  plans: readonly PowerPlan[],
  asked: {
    readonly figure: string;
    readonly effect: number;
    readonly seeds: number;
    readonly sources: readonly string[];
  },
): string {
  const { figure, effect, seeds, sources } = asked;
  const rows = plans.map((plan) => [
    plan.name,
    Number.isFinite(plan.impressions) ? formatCount(plan.impressions) : '-',
    plan.measured === undefined ? '-' : formatSigned(plan.measured),
    Math.sqrt(plan.pilot.ofSeed).toFixed(2),
    Math.sqrt(plan.pilot.usersAndItems).toFixed(2),
    `${(100 * plan.power).toFixed(0)} %`,
    plan.smallestEffect.toFixed(2),
    plan.seedsNeeded === undefined ? 'no number' : String(plan.seedsNeeded),
    plan.timesNeeded === undefined ? 'no number' : formatTimes(plan.timesNeeded),
  ]);
  const head = [
    'line',
    'impressions',
    'measured',
    'spread of seeds',
    'error of the log',
    'power',
    'smallest effect',
    'seeds needed',
    'times the impressions',
  ];
  const percent = 100 * WANTED_POWER;
  return [
    `to show a difference of ${effect} in ${figure} with ${percent} % power, at the 5 % level`,
    drawTable(head, rows),
    `power, smallest effect: with ${seeds} seeds on such a log; seeds needed: on such a log; times the ` +
      `impressions: with ${seeds} seeds, users and items growing with them`,
    ...sources,
  ].join('\n\n');
}

function formatTimes(times: number): string {
  return times >= 100 ? formatCount(Math.ceil(times)) : String(Number(times.toPrecision(2)));
}
