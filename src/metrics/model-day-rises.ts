// NE of every kept model on every day, against the model of that day.
import { mean } from '../util/stats.ts';
import { neRisePercent } from './ne-difference.ts';

/** NE of models (rows) on days (columns). */
export interface NeMatrix {
  /** The last day that each model was trained on, ascending. */
  readonly modelDays: readonly number[];
  readonly days: readonly number[];
  /** NaN where a day has no impressions. */
  readonly ne: readonly (readonly number[])[];
}

/**
 * The model that a day is measured by: the newest of those that were trained through that day at most; before the first of
 * them, the first.
 *
 * @returns its place among the models
 */
export function ownModelOf(modelDays: readonly number[], day: number): number {
  const newest = modelDays.findLastIndex((modelDay) => modelDay <= day);
  return Math.max(newest, 0);
}

/** By how many percent each model's NE on each day is above that of the day's own model: 0 for that one itself. */
export function risesAboveOwn({ modelDays, days, ne }: NeMatrix): number[][] {
  const own = days.map((day, column) => ne[ownModelOf(modelDays, day)][column]);
  return ne.map((row) => row.map((each, column) => neRisePercent(each, own[column])));
}

/** How far models of other days are behind the own model. */
export interface MatrixRises {
  /** The last model on each earlier day that has a model of its own: what it has forgotten, or learned since. */
  readonly backward: ReadonlyMap<number, number>;
  /** Their mean; NaN where only one model was kept. */
  readonly backwardMean: number;
  /** The first model on the later days that have a model of their own: what it has missed; mean. */
  readonly forwardMean: number;
}

/** In percent of the NE of the day's own model. */
export function summarizeRises(matrix: NeMatrix): MatrixRises {
  const { modelDays, days } = matrix;
  const rises = risesAboveOwn(matrix);
  const risesOn = (model: number, ofDays: readonly number[]): Map<number, number> =>
    new Map(
      ofDays
        .filter((day) => days.includes(day))
        .map((day) => [day, rises[model][days.indexOf(day)]] as const),
    );
  const backward = risesOn(modelDays.length - 1, modelDays.slice(0, -1));
  const forward = risesOn(0, modelDays.slice(1));
  return {
    backward,
    backwardMean: mean([...backward.values()].filter(Number.isFinite)),
    forwardMean: mean([...forward.values()].filter(Number.isFinite)),
  };
}
