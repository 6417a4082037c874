// Figures of a trial's segments with the influence of each impression.
import { join } from 'node:path';
import { readItemSegments } from '../../artifacts/item-segments.ts';
import { readPredictions } from '../../artifacts/predictions.ts';
import type { Measurement } from '../../metrics/measurement.ts';
import { measureLosses, scoreSample } from '../../metrics/ne-influence.ts';
import { internSample } from '../../metrics/sample.ts';
import type { Sample } from '../../metrics/sample.ts';
import { ITEM_SEGMENTS } from '../../metrics/segments.ts';

/**
 * NE, recalibrated NE and log loss of all impressions and of each segment, by name: "ne/new".
 *
 * @param folder of the trial's `sid eval-segments`
 * @param samples those known; that of the trial is among them then
 */
export async function measureSegments(
  folder: string,
  samples: Sample[],
): Promise<Map<string, Measurement>> {
  const predictions = await readPredictions(join(folder, 'predictions.arrow'));
  const segment_N = await readItemSegments(join(folder, 'item-segments.arrow'));
  const sample = internSample(samples, predictions);
  const scored = scoreSample(sample, predictions.probability);
  const partOf = Uint8Array.from(predictions.itemIndex, (item) => segment_N[item]);
  const parts = [
    { segment: 'all', part: undefined },
    ...ITEM_SEGMENTS.map((segment, part) => ({ segment, part: { partOf, part } })),
  ];
  return new Map(
    parts.flatMap(({ segment, part }) => {
      const { ne, neRecalibrated, logLoss } = measureLosses(scored, part);
      return [
        [`ne/${segment}`, ne] as const,
        [`ne_recalibrated/${segment}`, neRecalibrated] as const,
        [`log_loss/${segment}`, logLoss] as const,
      ];
    }),
  );
}
