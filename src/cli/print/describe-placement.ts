// What `sid where` prints of the map: the places like this log, and how much more log would settle it.
import { COORDINATES } from '../../records/log-coordinates.ts';
import type { WhereMetrics } from '../../records/where-record.ts';
import { formatCount } from '../frame/progress-drawer.ts';
import { drawTable, formatInterval, formatSigned } from './tables.ts';

/** The nearest places as a table, with what each claim came to there. */
export function describePlacement({ on_map }: WhereMetrics): string {
  const { title, nearest, beyond, log, left } = on_map;
  if (nearest.length === 0) return `the map (${title}) has no place that this log can be told by`;
  const rows: string[][] = [
    ...COORDINATES.map(({ key, says, show }) => [
      says,
      show(log[key]),
      ...nearest.map((place) => show(place.log[key])),
    ]),
    ['steps away', '', ...nearest.map(({ steps }) => steps.toFixed(1))],
    ['lowest NE', '', ...nearest.map(({ best }) => best ?? '-')],
    ...nearest[0].claims.map(({ says }, i) => [
      says,
      '',
      ...nearest.map(({ claims }) => describeClaim(claims[i])),
    ]),
  ];
  const head = ['', 'this log', ...nearest.map((_, i) => `place ${i + 1}`)];
  return [
    `on the map (${title}): the ${nearest.length} places whose logs are most like this one`,
    drawTable(head, rows, head),
    'a step: twice the impressions, about twice the churn, or a quarter more explained by content; differences are in ' +
      'percent, or points of drift; * their 95 % interval leaves out 0',
    ...(beyond.length === 0
      ? []
      : [
          `beyond all places of the map in: ${beyond.join(', ')}; what it says is of other logs there`,
        ]),
    ...(left === 0 ? [] : [`${left} places of the map are not measured yet`]),
  ].join('\n');
}

/** "-0.52 [-0.86, -0.18] *" */
function describeClaim(
  claim: WhereMetrics['on_map']['nearest'][number]['claims'][number] | undefined,
): string {
  if (claim === undefined || Number.isNaN(claim.difference)) return '-';
  const { difference, ci95 } = claim;
  if (ci95 === null) return formatSigned(difference);
  const isDecided = ci95[0] > 0 || ci95[1] < 0;
  return `${formatSigned(difference)} ${formatInterval(ci95)}${isDecided ? ' *' : ''}`;
}

/** A row for each log that the variance is taken from. */
export function describeMoreLog({ more_log }: WhereMetrics): string {
  const [{ impressions, seeds, needed }] = more_log;
  const head = ['chance as on', 'seen here', ...needed.map(({ gain }) => `${gain} %`)];
  const rows = more_log.map(({ like, smallest_gain, needed: each }) => [
    like,
    `${smallest_gain.toFixed(2)} %`,
    ...each.map(({ impressions: count }) =>
      Number.isNaN(count) ? 'no number' : formatCount(count),
    ),
  ]);
  return [
    `how much log settles it, with ${seeds} seeds: the smallest gain that the last day's ${formatCount(impressions)} impressions ` +
      'show, and the impressions of a day that show others',
    drawTable(head, rows, head),
  ].join('\n');
}
