import type { ChartDrawer } from '../chart-drawer.ts';
import { codebookUsage } from '../charts/codebook-usage.ts';
import { rqvaeTraining } from '../charts/rqvae-training.ts';
import type { Chart } from '../charts/chart.ts';
import type { FoundRecord } from '../find-records.ts';
import type { Html } from '../html.ts';
import { numberOf } from '../json-values.ts';
import type { LabelOf } from '../labels.ts';

/** Charts of quantizers and the codes that they assigned. @param members of a group, other commands too */
export async function quantizerCharts(
  members: readonly FoundRecord[],
  labelOf: LabelOf,
  drawer: ChartDrawer,
): Promise<Html[]> {
  const trainings = members.filter(({ record }) => record.command === 'train-rqvae');
  const assignments = members.filter(({ record }) => record.command === 'assign');
  const figures: (Html | undefined)[] = [];
  const draw = async (chart: Chart | undefined, member: FoundRecord, isAlone: boolean) => {
    const title = `${chart?.title}${isAlone ? '' : ` (${labelOf(member)})`}`;
    figures.push(await drawer.draw(chart && { ...chart, title }, member.record.argv));
  };
  for (const member of trainings) {
    await draw(rqvaeTraining(member.record.metrics), member, trainings.length === 1);
  }
  // Codes as assigned to all items; without an assignment, as they came up in training.
  const coded = assignments.length > 0 ? assignments : trainings;
  for (const member of coded) {
    const { config, metrics } = member.record;
    const size = numberOf(config.codebookSize) ?? codebookSizeOf(trainings);
    await draw(codebookUsage(metrics, size), member, coded.length === 1);
  }
  return figures.filter((each) => each !== undefined);
}

/** An assignment does not say K; where all quantizers beside it have the same, that is it. */
function codebookSizeOf(trainings: readonly FoundRecord[]): number | undefined {
  const sizes = new Set(trainings.map(({ record }) => numberOf(record.config.codebookSize)));
  return sizes.size === 1 ? [...sizes][0] : undefined;
}
