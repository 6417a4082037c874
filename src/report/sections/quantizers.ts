import type { ChartDrawer } from '../chart-drawer.ts';
import { codebookUsage } from '../charts/codebook-usage.ts';
import { rqvaeTraining } from '../charts/rqvae-training.ts';
import type { FoundRecord } from '../find-records.ts';
import type { Html } from '../html.ts';
import { numberOf } from '../json-values.ts';

/** Charts of quantizers and the codes that they assigned. @param members of a group, other commands too */
export async function quantizerCharts(
  members: readonly FoundRecord[],
  drawer: ChartDrawer,
): Promise<Html[]> {
  const trainings = members.filter(({ record }) => record.command === 'train-rqvae');
  const assignments = members.filter(({ record }) => record.command === 'assign');
  const figures: (Html | undefined)[] = [];
  for (const { record } of trainings) {
    figures.push(await drawer.draw(rqvaeTraining(record.metrics), record.argv));
  }
  // Codes as assigned to all items; without an assignment, as they came up in training.
  for (const { record } of assignments.length > 0 ? assignments : trainings) {
    const size = numberOf(record.config.codebookSize) ?? codebookSizeOf(trainings);
    figures.push(await drawer.draw(codebookUsage(record.metrics, size), record.argv));
  }
  return figures.filter((each) => each !== undefined);
}

/** An assignment does not say K; where all quantizers beside it have the same, that is it. */
function codebookSizeOf(trainings: readonly FoundRecord[]): number | undefined {
  const sizes = new Set(trainings.map(({ record }) => numberOf(record.config.codebookSize)));
  return sizes.size === 1 ? [...sizes][0] : undefined;
}
