// What `sid analyze` found, drawn.
import { analysisOf, figuresOf } from '../analysis-records.ts';
import type { ChartDrawer } from '../chart-drawer.ts';
import { attentionMap } from '../charts/attention-map.ts';
import type { Chart } from '../charts/chart.ts';
import { clickLoss } from '../charts/click-loss.ts';
import { clickSkew } from '../charts/click-skew.ts';
import { codeTree } from '../charts/code-tree.ts';
import type { FoundRecord } from '../find-records.ts';
import type { Html } from '../html.ts';
import type { JsonObject } from '../json-values.ts';
import type { LabelsOf } from '../labels.ts';

/** The charts of one analysis. */
interface Drawing {
  readonly analysis: string;
  /** Whether it is about semantic IDs alone, which all runs of a comparison may share. */
  readonly isOfCodes: boolean;
  readonly charts: (metrics: JsonObject) => readonly (Chart | undefined)[];
}

const CODES: readonly Drawing[] = [
  { analysis: 'hourglass', isOfCodes: true, charts: (metrics) => [codeTree(metrics)] },
  { analysis: 'click-skew', isOfCodes: true, charts: (metrics) => [clickSkew(metrics)] },
];
const ATTENTION: Drawing = {
  analysis: 'attention',
  isOfCodes: false,
  charts: (metrics) => [attentionMap(metrics)],
};
const CLICK_LOSS: Drawing = {
  analysis: 'click-loss',
  isOfCodes: false,
  charts: (metrics) => {
    const lines = [{ name: 'this run', figures: figuresOf(metrics) }];
    return [clickLoss(lines, 'top'), clickLoss(lines, 'all')];
  },
};

/** A comparison shows the click loss of all strategies in one chart. */
const IN_COMPARISON: readonly Drawing[] = [...CODES, ATTENTION];
const OF_SINGLE_RUNS: readonly Drawing[] = [...CODES, CLICK_LOSS, ATTENTION];

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
  for (const { analysis, isOfCodes, charts } of isComparison ? IN_COMPARISON : OF_SINGLE_RUNS) {
    const records = members.filter((member) => analysisOf(member) === analysis);
    const shown = distinct(records, labelsOf).slice(0, MOST_RECORDS);
    const isNamed = !isComparison || !isOfCodes || shown.length > 1;
    for (const member of shown) {
      const { argv, metrics } = member.record;
      for (const chart of charts(metrics)) {
        figures.push(await drawer.draw(isNamed ? named(chart, labelsOf(member)[0]) : chart, argv));
      }
    }
  }
  return figures.filter((each) => each !== undefined);
}

/** With what it is of in its title. */
function named(chart: Chart | undefined, label: string): Chart | undefined {
  return chart && { ...chart, title: `${chart.title} (${label})` };
}

/** The first with each label, and of those the first with each finding. */
function distinct(records: readonly FoundRecord[], labelsOf: LabelsOf): FoundRecord[] {
  const ofLabels = firstOfEach(records, (member) => labelsOf(member)[0]);
  return firstOfEach(ofLabels, ({ record }) => JSON.stringify(record.metrics.detail));
}

function firstOfEach(
  records: readonly FoundRecord[],
  keyOf: (member: FoundRecord) => string,
): FoundRecord[] {
  const keys = records.map(keyOf);
  return records.filter((_, i) => keys.indexOf(keys[i]) === i);
}
