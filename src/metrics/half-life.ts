// After how many days half of the items are gone.
import { Z_975 } from './interval.ts';
import type { Interval } from './interval.ts';

/** Days of an item, counted from 1. */
export interface ItemDays {
  /** From this day on it is followed. */
  readonly entry: number;
  /** The last day on which it was seen, not before `entry`. */
  readonly last: number;
}

/** What is left of the followed items so many days later. */
export interface SurvivalPoint {
  readonly lag: number;
  /** Items that could be followed so long. */
  readonly items: number;
  /** Share of them that was seen then or later. */
  readonly alive: number;
  /** What the fitted half-life says. */
  readonly fitted: number;
}

export interface HalfLife {
  /** Infinity where no item went; NaN where none could be followed. */
  readonly days: number;
  /** Items as units; the high end is Infinity where no item, or too few, went. */
  readonly ci95: Interval;
  /** Items followed, those of them that went, and days at which one could go. */
  readonly items: number;
  readonly gone: number;
  readonly itemDays: number;
  readonly survival: readonly SurvivalPoint[];
}

/** Poisson: with none seen, as many are still within 95 %. */
const NONE_SEEN_95 = 2.9957;

/**
 * Half-life under one chance q of going at each day, by maximum likelihood over all lags together:
 *
 *     q = gone / itemDays,   half-life = ln 2 / -ln(1 - q)
 *
 * An item adds a day for each on which it could have gone. It is gone where it is not seen again, and the log goes on for
 * `guardDays` more at least; else it is only known to have lived so long (censored). The interval is that of the
 * logarithm of a binomial share, +-1.96 sqrt((1 - q) / gone): each item goes or stays by itself. With none gone the low end is where three would be expected.
 *
 * @param lastDay of the log
 * @param guardDays so long an item that lives may go unseen
 */
export function estimateHalfLife(
  items: readonly ItemDays[],
  lastDay: number,
  guardDays: number,
): HalfLife {
  const end = lastDay - guardDays;
  const followed = items.filter(({ entry }) => entry <= end);
  let [gone, itemDays] = [0, 0];
  for (const { entry, last } of followed) {
    const isGone = last < end;
    gone += isGone ? 1 : 0;
    itemDays += isGone ? last - entry + 1 : end - entry;
  }
  const chance = gone / itemDays;
  const spread = Z_975 * Math.sqrt((1 - chance) / gone);
  const ci95: Interval =
    gone === 0
      ? [halfLifeOf(NONE_SEEN_95 / itemDays), Infinity]
      : [halfLifeOf(chance * Math.exp(spread)), halfLifeOf(chance * Math.exp(-spread))];
  const days = itemDays === 0 ? NaN : halfLifeOf(chance);
  return {
    ...{ days, ci95: itemDays === 0 ? [NaN, NaN] : ci95 },
    ...{ items: followed.length, gone, itemDays },
    survival: survivalOf(followed, end, chance),
  };
}

/** In days; at a chance of 1 or more, none lives for one. */
function halfLifeOf(chance: number): number {
  return chance >= 1 ? 0 : Math.LN2 / -Math.log1p(-chance);
}

/** At lags 1, 2, 4 ... */
function survivalOf(items: readonly ItemDays[], end: number, chance: number): SurvivalPoint[] {
  const points: SurvivalPoint[] = [];
  for (let lag = 1; ; lag *= 2) {
    const able = items.filter(({ entry }) => entry + lag <= end);
    if (able.length === 0) return points;
    const alive = able.filter(({ entry, last }) => last >= entry + lag).length;
    points.push({
      lag,
      items: able.length,
      alive: alive / able.length,
      fitted: (1 - chance) ** lag,
    });
  }
}
