// A figure over seeds, with its interval and what makes it wide.
import { mean } from '../util/stats.ts';
import { crossedVariance } from './crossed-variance.ts';
import type { CrossedVariance } from './crossed-variance.ts';
import { intervalAround, seedComponent } from './interval.ts';
import type { Interval, VarianceComponent } from './interval.ts';
import type { Measurement } from './measurement.ts';

/** What an interval counts. `worlds`: each seed has a world of its own, so that seeds have users and items in them. */
export const INTERVAL_SOURCES = ['seeds', 'worlds', 'users', 'items'] as const;
export type IntervalSource = (typeof INTERVAL_SOURCES)[number];

/** The mean of a figure over seeds. */
export interface Estimate {
  readonly value: number;
  /** Undefined where nothing tells how far chance moves it: one seed, of a figure without influences. */
  readonly ci95: Interval | undefined;
  readonly sources: readonly IntervalSource[];
  /** Between seeds; undefined of one. */
  readonly seeds: VarianceComponent | undefined;
  /** From users and items; undefined where influences are not known, or where seeds are worlds. */
  readonly crossed: CrossedVariance | undefined;
}

/**
 * The mean over seeds. Its variance is that between seeds, and that over the users and items of the sample that all seeds
 * share; influences are averaged over seeds first. Where each seed has a world of its own, seeds are repetitions of
 * everything, and their variance is all.
 *
 * @param bySeed of one seed at least, all with a value
 */
export function estimateOverSeeds(
  bySeed: readonly Measurement[],
  { areWorlds = false }: { readonly areWorlds?: boolean } = {},
): Estimate {
  const values = bySeed.map(({ value }) => value);
  const value = mean(values);
  const seeds = seedComponent(values);
  const crossed = areWorlds ? undefined : crossedOf(bySeed);
  const components = componentsOf({ seeds, crossed });
  return {
    value,
    ci95: components.length === 0 ? undefined : intervalAround(value, components),
    sources: [
      ...(seeds === undefined ? [] : ['seeds' as const]),
      ...(areWorlds ? ['worlds' as const] : []),
      ...(crossed === undefined ? [] : (['users', 'items'] as const)),
    ],
    seeds,
    crossed,
  };
}

/** The sources of an estimate that are added up. */
export function componentsOf({
  seeds,
  crossed,
}: Pick<Estimate, 'seeds' | 'crossed'>): VarianceComponent[] {
  return [...(seeds === undefined ? [] : [seeds]), ...logComponent({ crossed })];
}

/** What of the variance would be left with any number of seeds. */
export function logComponent({ crossed }: Pick<Estimate, 'crossed'>): VarianceComponent[] {
  if (crossed === undefined) return [];
  const { usersAndItems: variance, degreesOfFreedom } = crossed;
  return [{ variance, degreesOfFreedom }];
}

/** Undefined unless all seeds have influences on one sample. */
function crossedOf(bySeed: readonly Measurement[]): CrossedVariance | undefined {
  const influences = bySeed.flatMap(({ influence }) => influence ?? []);
  const sample = influences.at(0)?.sample;
  if (sample === undefined || influences.length < bySeed.length) return undefined;
  if (influences.some((each) => each.sample !== sample)) return undefined;
  const influence = new Float64Array(sample.label.length);
  for (const { addTo } of influences) addTo(influence, 1 / influences.length);
  return crossedVariance(influence, sample);
}
