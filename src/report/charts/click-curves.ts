// Shares of clicks by shares of ids.
import type { DetailOf } from '../../records/analyze-records.ts';
import type { Chart, Series } from './chart.ts';
import { linesSpec } from './lines.ts';

/** How few ids have how many of the clicks (Figure 6). @param curves "raw" and by depth of the prefix */
export function clickSkew(curves: DetailOf<'click-skew'>['curves']): Chart | undefined {
  const series: Series[] = Object.entries(curves)
    .map(([key, curve]) => ({
      name: nameOf(key),
      points: curve
        .filter(({ counts }) => !Number.isNaN(counts))
        .map(({ classes: x, counts: y }) => ({ x, y })),
    }))
    .filter(({ points }) => points.length > 0);
  if (series.length === 0) return undefined;
  const tops = series.map(({ name, points }) => `${name} ${percentOfTopTenth(points)} %`);
  return {
    title: 'How unevenly clicks are spread',
    alt: `Curves of the share of clicks by share of ids. The most clicked tenth has: ${tops.join(', ')}.`,
    caption:
      'Ids from the most clicked to the least: what share of ids (across) has what share of all clicks (up). ' +
      'The higher the curve bends, the fewer ids have all the clicks. Item ids against prefixes of 1, 2 ... ' +
      'codes.',
    drawing: {
      language: 'vega-lite',
      spec: linesSpec(series, {
        xTitle: 'share of ids',
        yTitle: 'share of clicks',
        isStepped: false,
        xFormat: '.0%',
        yFormat: '.0%',
        fromZero: true,
      }),
    },
  };
}

function nameOf(key: string): string {
  const depth = /^depth_(\d+)$/.exec(key)?.[1];
  if (depth !== undefined) return depth === '1' ? '1 code' : `${depth} codes`;
  return key === 'raw' ? 'item ids' : key;
}

function percentOfTopTenth(points: Series['points']): string {
  const share = points.find(({ x }) => x >= 0.1)?.y ?? NaN;
  return (100 * share).toFixed(0);
}
