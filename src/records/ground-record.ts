// The record of `sid ground`.
import { GROUND_SETTINGS } from '../grounding/grounding-settings.ts';
import { amount, figure, objectOf } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const groundRecord = defineRecord('ground', {
  config: settingsSchema(GROUND_SETTINGS),
  metrics: objectOf({
    items: amount,
    /** Items with a row in boxes.arrow: those with a picture. */
    grounded: amount,
    /** Of these with a box above the threshold; the others have the whole picture. */
    found: amount,
    /** Of these taken from earlier outputs. */
    known: amount,
    /** Items with less than was wanted, listed in problems.json. */
    problems: amount,
    crops: amount,
    pictures_per_hour: figure,
    ...cost,
  }),
});
export type GroundMetrics = MetricsOf<typeof groundRecord>;
