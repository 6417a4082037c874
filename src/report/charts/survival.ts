// How many items are still shown, by days since.
import type { WhereMetrics } from '../../records/where-record.ts';
import type { Chart } from './chart.ts';
import { linesSpec } from './lines.ts';

/** Share of items seen again by lag, against the fitted curve; undefined where no item could be followed. */
export function survivalChart(survival: WhereMetrics['half_life']['survival']): Chart | undefined {
  const followed = survival.filter(({ items }) => items > 0);
  if (followed.length === 0) return undefined;
  const measured = followed.map(({ lag: x, alive: y }) => ({ x, y }));
  const fitted = followed
    .map(({ lag: x, fitted: y }) => ({ x, y }))
    .filter(({ y }) => !Number.isNaN(y));
  const { x, y } = measured[measured.length - 1];
  return {
    title: 'How long items stay',
    alt: `Lines of the share of items seen again by days since. After ${x} days: ${(100 * y).toFixed(1)} %.`,
    caption:
      'Of the items that are shown often, the share seen again so many days later or after that (up), by days ' +
      '(across), and the curve of a constant rate of going that the half-life is from. The faster it falls, the ' +
      'more items come and go.',
    drawing: {
      language: 'vega-lite',
      spec: linesSpec(
        [
          { name: 'seen again', points: measured },
          ...(fitted.length === 0 ? [] : [{ name: 'fitted', points: fitted }]),
        ],
        {
          xTitle: 'days later',
          yTitle: 'share of items',
          isStepped: true,
          yFormat: '.0%',
          fromZero: true,
        },
      ),
    },
  };
}
