// Gains on head, torso, tail, new.
import type { Interval } from '../../metrics/interval.ts';
import { neGainPercent } from '../../metrics/ne-difference.ts';
import { ITEM_SEGMENTS } from '../../metrics/segments.ts';
import type { CompareLine, CompareMetrics } from '../../records/compare-record.ts';
import { baselineOf, segmentNe } from '../comparison-lines.ts';
import { signed } from '../format.ts';
import type { Chart } from './chart.ts';
import { CHART_WIDTH } from './chart.ts';
import { createLegend } from './legend.ts';
import { MOST_LINES, notDrawn } from './lines.ts';

interface Row {
  readonly segment: string;
  readonly strategy: string;
  readonly gain: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** The gain over the baseline on head, torso, tail and new items. */
export function segmentGains(view: CompareMetrics): Chart | undefined {
  const { strategies, baseline } = view;
  const pairs = strategies.flatMap((each) => {
    const base = baselineOf(each, view);
    return base === undefined || base === each ? [] : [{ each, base }];
  });
  const others = pairs.slice(0, MOST_LINES).map(({ each }) => each);
  const rows: Row[] = ITEM_SEGMENTS.flatMap((segment) =>
    pairs
      .slice(0, MOST_LINES)
      .flatMap(({ each, base }) => toRow(segment, each.strategy, gainOn(segment, each, base))),
  );
  if (rows.length === 0) return undefined;
  const legend = createLegend(
    others.map(({ strategy }) => strategy),
    others.map((each) => strategies.indexOf(each)),
  );
  const shortOf = new Map(others.map(({ strategy }, i) => [strategy, legend.names[i]]));
  const hasIntervals = rows.some(({ low }) => low !== undefined);
  const x = { field: 'segment', type: 'nominal', sort: [...ITEM_SEGMENTS], title: null } as const;
  const xOffset = { field: 'strategy', type: 'nominal', sort: [...legend.names] } as const;
  const shownLegend = { columns: legend.columns };
  const color = {
    field: 'strategy',
    type: 'nominal',
    scale: legend.colors,
    legend: shownLegend,
  } as const;
  const shape = { ...color, scale: legend.shapes } as const;
  return {
    title: 'Who gains: popular, rare and new items',
    alt: `Gain over ${baseline} in percent by segment. ${describe(rows)}.`,
    caption:
      `The gain in NE over ${baseline} by how often an item was shown in training: head (the most shown), ` +
      `torso, tail, and new items never shown before. Above 0 is better.` +
      (hasIntervals ? ' Bars: 95 % intervals.' : '') +
      notDrawn(pairs.length),
    drawing: {
      language: 'vega-lite',
      spec: {
        width: CHART_WIDTH,
        height: 260 + legend.height,
        autosize: { type: 'fit', contains: 'padding' },
        data: { values: rows.map((row) => ({ ...row, strategy: shortOf.get(row.strategy) })) },
        layer: [
          {
            data: { values: [{ zero: 0 }] },
            mark: { type: 'rule', aria: false, color: 'var(--ink-soft)', strokeDash: [3, 3] },
            encoding: { y: { field: 'zero', type: 'quantitative' } },
          },
          {
            transform: [{ filter: 'isValid(datum.low)' }],
            mark: { type: 'rule', strokeWidth: 2 },
            encoding: {
              x,
              xOffset,
              color,
              y: { field: 'low', type: 'quantitative', title: 'gain, %' },
              y2: { field: 'high' },
            },
          },
          {
            mark: { type: 'point', filled: true, size: 60, opacity: 1 },
            encoding: { x, xOffset, color, shape, y: { field: 'gain', type: 'quantitative' } },
          },
        ],
        config: { axisX: { labelAngle: 0, labelFontSize: 13 } },
      },
    },
  };
}

interface Gain {
  readonly percent: number;
  readonly ci95: Interval | null;
}

/** As measured seed by seed where the record has that, else from the means. */
function gainOn(segment: string, line: CompareLine, base: CompareLine): Gain {
  const figure = line.figures[`ne_gain_percent/${segment}`];
  if (figure !== undefined) return { percent: figure.mean, ci95: figure.ci95 };
  const percent = neGainPercent(segmentNe(line, segment), segmentNe(base, segment));
  return { percent, ci95: null };
}

function toRow(segment: string, strategy: string, { percent: gain, ci95 }: Gain): Row[] {
  if (!Number.isFinite(gain)) return [];
  return [{ segment, strategy, gain, low: ci95?.[0], high: ci95?.[1] }];
}

function describe(rows: readonly Row[]): string {
  return ITEM_SEGMENTS.flatMap((segment) => {
    const parts = rows.filter((row) => row.segment === segment);
    if (parts.length === 0) return [];
    return [
      `${segment}: ${parts.map(({ strategy, gain }) => `${strategy} ${signed(gain)}`).join(', ')}`,
    ];
  }).join('; ');
}
