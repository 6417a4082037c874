// Codes used on each level.
import type { AssignMetrics } from '../../records/assign-record.ts';
import { sameOrEach } from '../../util/same-or-each.ts';
import { fixed } from '../format.ts';
import type { Chart } from './chart.ts';
import { CHART_WIDTH } from './chart.ts';
import { colorOf } from './chart-theme.ts';

const USED = 'codes used';
const EVEN = 'as many, evenly used';

/** Codes used on each level, and how evenly. */
export function codebookUsage({
  levels: usage,
  codebook_sizes: sizes,
}: Pick<AssignMetrics, 'levels' | 'codebook_sizes'>): Chart {
  const levels = usage.map((each, i) => ({
    level: i + 1,
    used: each.usage,
    even: each.perplexity,
  }));
  const described = levels.map(
    ({ level, used, even }) => `level ${level}: ${used} used, perplexity ${fixed(even, 1)}`,
  );
  return {
    title: 'How the codebooks are used',
    alt: `Bars by level. ${described.join('; ')}.`,
    caption:
      `For each level of codes, coarse to fine: how many codes of ${sameOrEach(sizes)} some item has, and how many equally ` +
      `common codes would be as hard to guess (perplexity). Short second bars: a few codes have most items.`,
    drawing: {
      language: 'vega-lite',
      spec: {
        width: CHART_WIDTH,
        height: levels.length * 44 + 70,
        autosize: { type: 'fit', contains: 'padding' },
        data: {
          values: levels.flatMap(({ level, used, even }) => [
            { level: `level ${level}`, measure: USED, codes: used },
            { level: `level ${level}`, measure: EVEN, codes: even },
          ]),
        },
        mark: 'bar',
        encoding: {
          y: { field: 'level', type: 'nominal', title: null, sort: null },
          yOffset: { field: 'measure', type: 'nominal', sort: [USED, EVEN] },
          x: {
            field: 'codes',
            type: 'quantitative',
            title: 'codes',
            axis: { tickCount: 5, tickMinStep: 1 },
            scale: { domain: [0, Math.max(...sizes)] },
          },
          color: {
            field: 'measure',
            type: 'nominal',
            scale: { domain: [USED, EVEN], range: [colorOf(0), colorOf(1)] },
          },
        },
      },
    },
  };
}
