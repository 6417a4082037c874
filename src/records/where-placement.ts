// Where a corpus stands on a map, and how much more log would settle what its own cannot, as texts for the console and
// the report.
import { formatCount } from '../util/format-count.ts';
import { formatDifference } from '../util/format-signed.ts';
import { plural } from '../util/plural.ts';
import { COORDINATES } from './log-coordinates.ts';
import type { WhereMetrics } from './where-record.ts';

/** A table with the lines that are read with it. */
export interface TextTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

type NearPlace = WhereMetrics['on_map']['nearest'][number];

/** The nearest places, with what each claim came to there; undefined where the map has none. */
export function placementTable({ on_map }: WhereMetrics): TextTable | undefined {
  const { title, nearest, beyond, log, left } = on_map;
  if (nearest.length === 0) return undefined;
  const rows = [
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
      ...nearest.map(({ claims }) => claimText(claims[i])),
    ]),
  ];
  const notes = [
    'a step: twice the impressions, about twice the churn, or a quarter more explained by content; differences: the first ' +
      'less the second, in percent or points of drift; no verdict: undecided',
    ...(beyond.length === 0
      ? []
      : [
          `beyond all places of the map in: ${beyond.join(', ')}; what it says is of other logs there`,
        ]),
    ...(left === 0
      ? []
      : [`${plural(left, 'place')} of the map ${left === 1 ? 'is' : 'are'} not measured yet`]),
  ];
  return {
    title: `on the map (${title}): the ${plural(nearest.length, 'place')} most like this log`,
    head: ['', 'this log', ...nearest.map((_, i) => `place ${i + 1}`)],
    rows,
    notes,
  };
}

/** "-0.52 [-0.86, -0.18] holds" */
function claimText(claim: NearPlace['claims'][number] | undefined): string {
  if (claim === undefined || Number.isNaN(claim.difference)) return '-';
  const { difference, ci95, verdict } = claim;
  const isDecided = verdict === 'holds' || verdict === 'does not hold';
  return `${formatDifference(difference, ci95)}${isDecided ? ` ${verdict}` : ''}`;
}

/** A row for each log that the variance is taken from. */
export function moreLogTable({ more_log }: WhereMetrics): TextTable {
  const [{ impressions, seeds, needed }] = more_log;
  return {
    title:
      `how much log settles it, with ${seeds} seeds: the smallest gain that the last day's ${formatCount(impressions)} impressions ` +
      'show, and the impressions of a day that show others',
    head: ['chance as on', 'seen here', ...needed.map(({ gain }) => `${gain} %`)],
    rows: more_log.map(({ like, smallest_gain, needed: each }) => [
      like,
      Number.isNaN(smallest_gain) ? 'none' : `${smallest_gain.toFixed(2)} %`,
      ...each.map(({ impressions: count }) =>
        Number.isNaN(count) ? 'no number' : formatCount(count),
      ),
    ]),
    notes: [],
  };
}
