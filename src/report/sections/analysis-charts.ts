import type { ChartDrawer } from '../chart-drawer.ts';
import { attentionMap, readAttentionMap } from '../charts/attention-map.ts';
import type { Chart } from '../charts/chart.ts';
import { clickLoss } from '../charts/click-loss.ts';
import { clickSkew } from '../charts/click-skew.ts';
import { codeTree } from '../charts/code-tree.ts';
import { analysisOf, figuresOf } from '../analysis-records.ts';
import type { FoundRecord } from '../find-records.ts';
import type { Html } from '../html.ts';
import { objectOf } from '../json-values.ts';
import type { JsonObject } from '../json-values.ts';
import type { LabelOf } from '../labels.ts';

/** Charts of one kind in a group; their tables go on. */
const MOST_CHARTS = 8;

/**
 * Charts from what `sid analyze` found, one for each label and analysis: the first seed stands for the others.
 * Records with the same finding (all strategies have the same codes) are drawn once.
 */
export async function analysisCharts(
  members: readonly FoundRecord[],
  labelOf: LabelOf,
  drawer: ChartDrawer,
  options: { readonly isComparison: boolean },
): Promise<Html[]> {
  const figures: Html[] = [];
  const seen = new Set<string>();
  const drawnOf = new Map<string, number>();
  for (const member of members) {
    const { argv, metrics } = member.record;
    const analysis = analysisOf(member);
    if (analysis === undefined) continue;
    const label = labelOf(member);
    const keys = [`${analysis} of ${label}`, `${analysis}: ${JSON.stringify(metrics.detail)}`];
    if (keys.some((key) => seen.has(key))) continue;
    for (const chart of chartsOf(analysis, label, metrics, options)) {
      const drawn = drawnOf.get(analysis) ?? 0;
      const svg = drawn < MOST_CHARTS ? await drawer.draw(chart, argv) : undefined;
      if (svg === undefined) continue;
      drawnOf.set(analysis, drawn + 1);
      for (const key of keys) seen.add(key);
      figures.push(svg);
    }
  }
  return figures;
}

function chartsOf(
  analysis: string,
  label: string,
  metrics: JsonObject,
  { isComparison }: { readonly isComparison: boolean },
): (Chart | undefined)[] {
  switch (analysis) {
    case 'click-skew':
      return [clickSkew(metrics)];
    case 'hourglass':
      return [codeTree(objectOf(metrics.detail).tree)];
    case 'attention': {
      const map = readAttentionMap(label, metrics);
      return [map && attentionMap(map)];
    }
    case 'click-loss':
      // A comparison shows all strategies in one chart.
      if (isComparison) return [];
      return (['top', 'all'] as const).map((of) =>
        clickLoss([{ name: label, figures: figuresOf(metrics) }], of),
      );
    default:
      return [];
  }
}
