// What `sid analyze` found, drawn.
import type { AnalysisName } from '../../records/analyze-records.ts';
import { figuresOf, isAnalysis } from '../analysis-records.ts';
import type { FoundAnalysis } from '../analysis-records.ts';
import type { ChartDrawer } from '../chart-drawer.ts';
import { attentionMap } from '../charts/attention-map.ts';
import type { Chart } from '../charts/chart.ts';
import { clickLoss } from '../charts/click-loss-by-depth.ts';
import { clickSkew } from '../charts/click-curves.ts';
import { codeTree } from '../charts/code-treemap.ts';
import { neMatrix } from '../charts/model-day-map.ts';
import type { MatrixPanel } from '../charts/model-day-map.ts';
import { recordsOf } from '../found-record.ts';
import type { FoundRecord } from '../found-record.ts';
import { groupBy } from '../../util/group-by.ts';
import type { Html } from '../../util/html.ts';
import type { LabelsOf } from '../labels.ts';

/** Analyses that are drawn, in this order. A comparison shows the click loss of all strategies in one chart. */
const IN_COMPARISON: readonly AnalysisName[] = ['hourglass', 'click-skew', 'attention'];
const OF_SINGLE_RUNS: readonly AnalysisName[] = [
  'hourglass',
  'click-skew',
  'click-loss',
  'attention',
];

/** Those about semantic IDs alone, which all runs of a comparison may share. */
const OF_CODES: readonly AnalysisName[] = ['hourglass', 'click-skew'];

function chartsOf({ record }: FoundAnalysis): readonly (Chart | undefined)[] {
  switch (record.command) {
    case 'analyze hourglass':
      return [codeTree(record.metrics.detail.tree)];
    case 'analyze click-skew':
      return [clickSkew(record.metrics.detail.curves)];
    case 'analyze attention':
      return [attentionMap(record.metrics.detail)];
    case 'analyze click-loss': {
      const lines = [{ name: 'this run', figures: figuresOf(record.metrics.figures) }];
      return [clickLoss(lines, 'top'), clickLoss(lines, 'all')];
    }
    default:
      return [];
  }
}

/** Records of one analysis that are drawn; figures of the others are in tables. */
const MOST_RECORDS = 8;

/**
 * Charts from what `sid analyze` found. The first seed stands for the others, and records that found the same (all
 * strategies have the same codes) are drawn once.
 */
export async function analysisCharts(
  members: readonly FoundRecord[],
  labelsOf: LabelsOf,
  drawer: ChartDrawer,
  { isComparison }: { readonly isComparison: boolean },
): Promise<Html[]> {
  const figures: (Html | undefined)[] = [];
  for (const analysis of isComparison ? IN_COMPARISON : OF_SINGLE_RUNS) {
    const records = members
      .filter(isAnalysis)
      .filter(({ record }) => record.metrics.analysis === analysis);
    const shown = distinct(records, labelsOf).slice(0, MOST_RECORDS);
    const isNamed = !isComparison || !OF_CODES.includes(analysis) || shown.length > 1;
    for (const member of shown) {
      const { argv } = member.record;
      for (const chart of chartsOf(member)) {
        figures.push(await drawer.draw(isNamed ? named(chart, labelsOf(member)[0]) : chart, argv));
      }
    }
  }
  const matrices = recordsOf(members, 'analyze ne-matrix');
  if (matrices.length > 0) {
    const chart = neMatrix(panelsOf(matrices, labelsOf));
    figures.push(await drawer.draw(chart, matrices[0].record.argv));
  }
  return figures.filter((each) => each !== undefined);
}

/** A panel for each label, with all its seeds. */
function panelsOf(
  members: readonly FoundAnalysis<'ne-matrix'>[],
  labelsOf: LabelsOf,
): MatrixPanel[] {
  const groups = groupBy(
    members.flatMap((member) => labelsOf(member).map((name) => ({ name, member }))),
    ({ name }) => name,
  );
  return [...groups].map(([name, ofName]) => ({
    name,
    matrices: ofName.map(({ member }) => member.record.metrics.detail),
  }));
}

/** With what it is of in its title. */
function named(chart: Chart | undefined, label: string): Chart | undefined {
  return chart && { ...chart, title: `${chart.title} (${label})` };
}

/** The first with each label, and of those the first with each finding. */
function distinct(records: readonly FoundAnalysis[], labelsOf: LabelsOf): FoundAnalysis[] {
  const ofLabels = firstOfEach(records, (member) => labelsOf(member)[0]);
  return firstOfEach(ofLabels, ({ record }) => JSON.stringify(record.metrics.detail));
}

function firstOfEach(
  records: readonly FoundAnalysis[],
  keyOf: (member: FoundAnalysis) => string,
): FoundAnalysis[] {
  const keys = records.map(keyOf);
  return records.filter((_, i) => keys.indexOf(keys[i]) === i);
}
