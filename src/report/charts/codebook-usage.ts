// Codes used on each level.
import { count, fixed } from '../format.ts';
import { listOf, numberOf, objectOf } from '../json-values.ts';
import type { JsonObject } from '../json-values.ts';
import type { Chart } from './chart.ts';
import { CHART_WIDTH } from './chart.ts';
import { colorOf } from './chart-theme.ts';

const USED = 'codes used';
const EVEN = 'as many, evenly used';

/**
 * Codes used on each level, and how evenly.
 *
 * @param metrics of a `sid assign` or `sid train-rqvae`
 * @param codebookSize K, where it is known
 */
export function codebookUsage(
  metrics: JsonObject,
  codebookSize: number | undefined,
): Chart | undefined {
  const levels = listOf(metrics.levels).flatMap((level, i) => {
    const { usage, perplexity } = objectOf(level);
    const [used, even] = [numberOf(usage), numberOf(perplexity)];
    return used === undefined || even === undefined ? [] : [{ level: i + 1, used, even }];
  });
  if (levels.length === 0) return undefined;
  const described = levels.map(
    ({ level, used, even }) => `level ${level}: ${used} used, perplexity ${fixed(even, 1)}`,
  );
  const of = codebookSize === undefined ? '' : ` of ${count(codebookSize)}`;
  return {
    title: 'How the codebooks are used',
    alt: `Bars by level. ${described.join('; ')}.`,
    caption:
      `For each level of codes, coarse to fine: how many codes${of} some item has, and how many equally ` +
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
            ...(codebookSize === undefined ? {} : { scale: { domain: [0, codebookSize] } }),
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
