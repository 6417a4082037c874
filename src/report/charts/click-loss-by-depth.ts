// By depth of the prefix.
import { figure } from '../format.ts';
import type { Chart, Series } from './chart.ts';
import { linesSpec, MOST_LINES, notDrawn } from './lines.ts';

/** Which impressions: those that a ranker would show, or all. */
export type ClickLossOf = 'top' | 'all';

const FIGURES: Readonly<Record<ClickLossOf, string>> = {
  top: 'loss_top_depth_',
  all: 'loss_depth_',
};

const IMPRESSIONS: Readonly<Record<ClickLossOf, string>> = {
  top: 'the impressions that the model ranks highest',
  all: 'all impressions',
};

export interface ClickLossLine {
  /** The strategy or run. */
  readonly name: string;
  /** Named as in `sid analyze click-loss`. */
  readonly figures: ReadonlyMap<string, number>;
}

/**
 * What is lost when items are swapped for others of the same prefix, by its depth (Figure 5).
 */
export function clickLoss(lines: readonly ClickLossLine[], of: ClickLossOf): Chart | undefined {
  const prefix = FIGURES[of];
  const all: Series[] = lines
    .map(({ name, figures }, place) => ({ name, place, points: pointsOf(figures, prefix) }))
    .filter(({ points }) => points.length > 0);
  const series = all.slice(0, MOST_LINES);
  if (series.length === 0) return undefined;
  const deepest = series.map(({ name, points }) => `${name} ${figure(points.at(-1)?.y)}`);
  return {
    title: `Click loss by depth: ${IMPRESSIONS[of]}`,
    alt: `Line chart of click loss by depth. At the deepest: ${deepest.join(', ')}.`,
    caption:
      `The item of each impression was swapped for another with the same first codes, and the model asked ` +
      `again: by how much the predicted clicks on ${IMPRESSIONS[of]} changed, by how many codes agree. ` +
      `0 codes: any item. Below 0 clicks are lost; the nearer to 0, the better the codes tell what people ` +
      `click on.${lines.length > 1 ? ' Mean over seeds.' : ''}${notDrawn(all.length)}`,
    drawing: {
      language: 'vega-lite',
      spec: linesSpec(series, {
        xTitle: 'first codes that agree',
        yTitle: 'change of predicted clicks',
        isStepped: true,
        yFormat: '+.1%',
      }),
    },
  };
}

function pointsOf(figures: ReadonlyMap<string, number>, prefix: string): Series['points'] {
  return [...figures].flatMap(([key, y]) => {
    const depth = key.startsWith(prefix) ? Number(key.slice(prefix.length)) : NaN;
    return Number.isInteger(depth) ? [{ x: depth, y }] : [];
  });
}
