// Training and use of codebooks.
import type { ChartDrawer } from '../chart-drawer.ts';
import { codebookUsage } from '../charts/codebook-usage.ts';
import { rqvaeTraining } from '../charts/rqvae-training.ts';
import type { FoundRecord } from '../find-records.ts';
import { count, figure, fixed } from '../format.ts';
import { html } from '../html.ts';
import type { Html, HtmlValue } from '../html.ts';
import { listOf, numberOf, objectOf } from '../json-values.ts';
import type { LabelsOf } from '../labels.ts';
import { table } from '../table.ts';

/** Quantizers beyond this many have their figures in the table only. */
const MOST_DRAWN = 2;

/** Charts of quantizers and the codes that they assigned. @param members of a group, other commands too */
export async function quantizerCharts(
  members: readonly FoundRecord[],
  labelsOf: LabelsOf,
  drawer: ChartDrawer,
): Promise<Html[]> {
  const { trainings, assignments } = quantizersOf(members);
  const figures: (Html | undefined)[] = [];
  const titled = (title: string, member: FoundRecord, all: readonly FoundRecord[]): string =>
    all.length === 1 ? title : `${title} (${labelsOf(member)[0]})`;
  for (const member of trainings.slice(0, MOST_DRAWN)) {
    const chart = rqvaeTraining(member.record.metrics);
    if (chart === undefined) continue;
    const title = titled(chart.title, member, trainings);
    figures.push(await drawer.draw({ ...chart, title }, member.record.argv));
  }
  // Codes as assigned to all items; without an assignment, as they came up in training.
  const coded = assignments.length > 0 ? assignments : trainings;
  for (const member of coded.slice(0, MOST_DRAWN)) {
    const { config, metrics } = member.record;
    const size = numberOf(config.codebookSize) ?? codebookSizeOf(trainings);
    const chart = codebookUsage(metrics, size);
    if (chart === undefined) continue;
    const title = titled(chart.title, member, coded);
    figures.push(await drawer.draw({ ...chart, title }, member.record.argv));
  }
  return figures.filter((each) => each !== undefined);
}

/** All quantizers and assignments of a group; nothing where charts show them all. */
export function quantizerTable(
  members: readonly FoundRecord[],
  labelsOf: LabelsOf,
): Html | undefined {
  const { trainings, assignments } = quantizersOf(members);
  if (Math.max(trainings.length, assignments.length) <= MOST_DRAWN) return undefined;
  const number = (title: string) => ({ title, isNumber: true });
  const columns = [
    { title: 'quantizer or codes' },
    ...['best loss', 'codes used', 'perplexity', 'semantic IDs', 'items sharing one, %'].map(
      number,
    ),
  ];
  const rows = [...trainings, ...assignments].map((member): HtmlValue[] => {
    const { metrics } = member.record;
    const levels = listOf(metrics.levels).map(objectOf);
    return [
      labelsOf(member)[0],
      figure(numberOf(metrics.best_validation_loss) ?? numberOf(metrics.train_loss)),
      levels.map(({ usage }) => count(numberOf(usage))).join(' / '),
      levels.map(({ perplexity }) => fixed(numberOf(perplexity), 1)).join(' / '),
      count(numberOf(metrics.semantic_ids)),
      fixed(numberOf(metrics.sharing_percent), 1),
    ];
  });
  return html`<details>
    <summary>All quantizers and codes</summary>
    ${table('Quantizers and codes; by level, coarse to fine', columns, rows)}
  </details>`;
}

function quantizersOf(members: readonly FoundRecord[]) {
  const of = (command: string): FoundRecord[] =>
    members.filter(({ record }) => record.command === command);
  return { trainings: of('train-rqvae'), assignments: of('assign') };
}

/** An assignment does not say K; where all quantizers beside it have the same, that is it. */
function codebookSizeOf(trainings: readonly FoundRecord[]): number | undefined {
  const sizes = new Set(trainings.map(({ record }) => numberOf(record.config.codebookSize)));
  return sizes.size === 1 ? [...sizes][0] : undefined;
}
