// Training and use of codebooks.
import type { RecordFor } from '../../records/all-records.ts';
import type { ChartDrawer } from '../chart-drawer.ts';
import { codebookUsage } from '../charts/codebook-usage.ts';
import { rqvaeTraining } from '../charts/rqvae-training.ts';
import { describeCollapse } from '../../records/collapse-words.ts';
import { flagOf } from '../../schema/settings.ts';
import { nameSettings } from '../../util/errors.ts';
import { recordsOf } from '../found-record.ts';
import type { FoundRecord } from '../found-record.ts';
import { count, figure, fixed } from '../format.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
import type { LabelsOf } from '../labels.ts';
import { table } from '../html-table.ts';

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
  const coded: readonly FoundRecord<QuantizerRecord>[] =
    assignments.length > 0 ? assignments : trainings;
  for (const member of coded.slice(0, MOST_DRAWN)) {
    const { record } = member;
    const chart = codebookUsage(record.metrics);
    const title = titled(chart.title, member, coded);
    figures.push(await drawer.draw({ ...chart, title }, member.record.argv));
  }
  return figures.filter((each) => each !== undefined);
}

/** A line for each level of codes that collapsed in training. */
export function collapsedLevels(
  members: readonly FoundRecord[],
  labelsOf: LabelsOf,
): Html | undefined {
  const { trainings } = quantizersOf(members);
  const lines = trainings.flatMap((member) =>
    member.record.metrics.collapsed.map((level) => {
      const text = nameSettings(describeCollapse(level), flagOf);
      return trainings.length === 1 ? text : `${labelsOf(member)[0]}: ${text}`;
    }),
  );
  return lines.length === 0
    ? undefined
    : html`${lines.map((line) => html`<p class="warning">Warning: ${line}.</p>`)}`;
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
    const { levels, semantic_ids, sharing_percent } = member.record.metrics;
    return [
      labelsOf(member)[0],
      figure(lossOf(member.record)),
      levels.map(({ usage }) => count(usage)).join(' / '),
      levels.map(({ perplexity }) => fixed(perplexity, 1)).join(' / '),
      count(semantic_ids),
      fixed(sharing_percent, 1),
    ];
  });
  return html`<details>
    <summary>All quantizers and codes</summary>
    ${table('Quantizers and codes; by level, coarse to fine', columns, rows)}
  </details>`;
}

type QuantizerRecord = RecordFor<'train-rqvae' | 'assign'>;

/** The best model's on held-out items, or where there are none the last on those trained on. */
function lossOf(record: QuantizerRecord): number {
  if (record.command === 'assign') return NaN;
  const { best_validation_loss: best, train_loss } = record.metrics;
  return Number.isNaN(best) ? train_loss : best;
}

function quantizersOf(members: readonly FoundRecord[]) {
  const trainings = recordsOf(members, 'train-rqvae');
  return { trainings, assignments: recordsOf(members, 'assign') };
}
