// The figures of score sheets side by side: small charts, a line for each set of codes.
import type { InspectMetrics, ScoreSheet } from '../../records/inspect-record.ts';
import { fixed } from '../format.ts';
import type { Chart, Series } from './chart.ts';
import { dotsSpec } from './dots.ts';
import { linesSpec, MOST_LINES, notDrawn } from './lines.ts';

/** Share of each codebook that is as good as evenly used, level by level. */
export function perplexityByLevel(codes: readonly ScoreSheet[]): Chart {
  const series = seriesOf(codes, ({ levels }) =>
    levels.map(({ level: x, perplexity, size }) => ({ x, y: perplexity / size })),
  );
  return {
    title: 'How evenly codes are used',
    alt: `Lines by level. ${endsOf(series)}`,
    caption:
      'Perplexity of the codes of each level, coarse to fine (across), in parts of the codebook (up): 100 % where all ' +
      'codes are equally common.' +
      notDrawn(codes.length),
    drawing: lines(series, 'level', 'perplexity / codes'),
  };
}

/** Variance of the content that is left within prefixes. */
export function contentLeftByDepth(codes: readonly ScoreSheet[]): Chart {
  const series = seriesOf(codes, ({ depths }) =>
    depths.map(({ depth: x, variance_left_percent: left }) => ({ x, y: left / 100 })),
  );
  return {
    title: 'What prefixes leave open',
    alt: `Lines by codes of the prefix. ${endsOf(series)}`,
    caption:
      "Share of the content's variance (up) that is left among items with the same first codes (across). Lower: the codes " +
      'say more of the content. The table has what chance would leave in as many groups.' +
      notDrawn(codes.length),
    drawing: lines(series, 'codes of the prefix', 'variance left'),
  };
}

/** True neighbors with the same prefix. */
export function neighborsByDepth(codes: readonly ScoreSheet[]): Chart {
  const series = seriesOf(codes, ({ depths }) =>
    depths.map(({ depth: x, neighbors_percent: kept }) => ({ x, y: kept / 100 })),
  );
  return {
    title: 'How many neighbors stay together',
    alt: `Lines by codes of the prefix. ${endsOf(series)}`,
    caption:
      "Share of an item's nearest neighbors by content (up) that have the same first codes as it (across). Higher: alike " +
      'items share rows of a table by prefix.' +
      notDrawn(codes.length),
    drawing: lines(series, 'codes of the prefix', 'neighbors'),
  };
}

/** Neighbor recall with intervals, for the first k. */
export function neighborRecallDots({ codes, queries, items }: InspectMetrics): Chart {
  const dots = codes.map(({ name, recall: [{ value, ci95 }] }) => ({
    ...{ name, value, interval: ci95 ?? undefined, bySeed: [] },
  }));
  const [{ k }] = codes[0].recall;
  const asked = queries === items ? 'of all items' : `of ${queries} items, drawn by the seed`;
  return {
    title: `Neighbor recall@${k}`,
    alt: `Dots. ${dots.map(({ name, value }) => `${name} ${fixed(value, 3)}`).join(', ')}.`,
    caption:
      `Of the first ${k} items by the length of the common prefix, the share that is among the ${k} nearest by content; ` +
      `${asked}, with 95 % intervals. More codes find more: compare IDs of as many bits.`,
    drawing: {
      language: 'vega-lite',
      spec: dotsSpec(dots, { title: `recall@${k}`, format: '.3f', isDifference: false }),
    },
  };
}

function seriesOf(
  codes: readonly ScoreSheet[],
  pointsOf: (sheet: ScoreSheet) => Series['points'],
): Series[] {
  return codes
    .slice(0, MOST_LINES)
    .map((sheet, place) => ({ name: sheet.name, place, points: pointsOf(sheet) }));
}

function lines(series: readonly Series[], xTitle: string, yTitle: string): Chart['drawing'] {
  const options = { xTitle, yTitle, isStepped: true, yFormat: '.0%', fromZero: true };
  return { language: 'vega-lite', spec: linesSpec(series, options) };
}

/** "rq-vae: 74.8 % to 4.0 %; ..." */
function endsOf(series: readonly Series[]): string {
  const percent = (share: number | undefined): string => `${fixed(100 * (share ?? NaN), 1)} %`;
  const ends = series.map(
    ({ name, points }) => `${name}: ${percent(points[0]?.y)} to ${percent(points.at(-1)?.y)}`,
  );
  return `${ends.join('; ')}.`;
}
