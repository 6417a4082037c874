// The batches of an epoch.
import { evenParts } from '../util/even-parts.ts';
import { setting, UserError } from '../util/errors.ts';
import { Rng } from '../util/rng.ts';
import type { BatchSettings } from './pair-settings.ts';

/** How many batches an epoch has; the same for every epoch. */
export interface BatchPlan {
  readonly numBatches: number;
  /** Pairs of the smallest and of the largest batch; they differ by 1 at most. */
  readonly sizes: readonly [least: number, most: number];
  /** Pairs that an epoch leaves out: others each time. */
  readonly numLeftOut: number;
}

/**
 * With `drop` every batch is full, and what does not fill one waits for another epoch; with `spread` every pair is in every
 * epoch, in as few batches as are needed, of nearly one size. Fewer pairs than a batch holds are one batch either way.
 *
 * @throws UserError where a batch would have one pair, which has nothing to be told from
 */
export function planBatches(
  numPairs: number,
  { batchSize, leftover }: Pick<BatchSettings, 'batchSize' | 'leftover'>,
): BatchPlan {
  if (batchSize < 2 || numPairs < 2) {
    throw new UserError(
      `batches of one pair teach nothing: ${numPairs} to train on, ${setting('batchSize')} ${batchSize}; ` +
        'two at least are wanted of either',
    );
  }
  if (leftover === 'drop' && numPairs >= batchSize) {
    const numBatches = Math.floor(numPairs / batchSize);
    const sizes = [batchSize, batchSize] as const;
    return { numBatches, sizes, numLeftOut: numPairs - numBatches * batchSize };
  }
  const numBatches = numBatchesOf(numPairs, batchSize);
  const least = Math.floor(numPairs / numBatches);
  return { numBatches, sizes: [least, Math.ceil(numPairs / numBatches)], numLeftOut: 0 };
}

/** As few as hold all pairs, but none of a single one: three pairs in batches of two are one batch of three. */
function numBatchesOf(numPairs: number, batchSize: number): number {
  return Math.min(evenParts(numPairs, batchSize).numParts, Math.floor(numPairs / 2));
}

export interface EpochOptions extends BatchSettings {
  readonly seed: number;
  readonly epoch: number;
}

/**
 * All batches of an epoch, which follow from seed and epoch alone: a run that goes on needs nothing but their numbers.
 *
 * With `distinctGroups` each group's pairs are dealt out to as many batches as there are: a batch has two of a group only
 * where the group has more pairs than there are batches, and then no more than it must.
 *
 * @param pairs those to train on, by their index
 * @param group_N of every pair of the table
 */
export function batchesOfEpoch(
  pairs: Int32Array,
  group_N: Int32Array,
  options: EpochOptions,
): Int32Array[] {
  const plan = planBatches(pairs.length, options);
  const rng = Rng.fromSeed(options.seed).split('order').split(options.epoch);
  const order = rng.shuffle(pairs.slice()).subarray(0, pairs.length - plan.numLeftOut);
  const { numBatches } = plan;
  if (options.distinctGroups) return dealOut(order, group_N, numBatches, rng);
  return Array.from({ length: numBatches }, (_, batch) => {
    const startOf = (part: number): number => Math.floor((part * order.length) / numBatches);
    return order.slice(startOf(batch), startOf(batch + 1));
  });
}

/** @param order shuffled, and so are the groups by their first pair */
function dealOut(
  order: Int32Array,
  group_N: Int32Array,
  numBatches: number,
  rng: Rng,
): Int32Array[] {
  const members = new Map<number, number[]>();
  for (const pair of order) {
    const own = members.get(group_N[pair]);
    if (own === undefined) members.set(group_N[pair], [pair]);
    else own.push(pair);
  }
  const batches: number[][] = Array.from({ length: numBatches }, () => []);
  let next = 0;
  for (const own of members.values()) {
    for (const pair of own) batches[next++ % numBatches].push(pair);
  }
  return rng.shuffle(batches.map((batch) => rng.shuffle(Int32Array.from(batch))));
}

/** The share of pairs that have another of their group in their batch. */
export function shareWithPartner(batches: readonly Int32Array[], group_N: Int32Array): number {
  let [all, withPartner] = [0, 0];
  for (const batch of batches) {
    const sizes = new Map<number, number>();
    for (const pair of batch) sizes.set(group_N[pair], (sizes.get(group_N[pair]) ?? 0) + 1);
    for (const size of sizes.values()) if (size > 1) withPartner += size;
    all += batch.length;
  }
  return withPartner / all;
}
