// Impressions that models are measured on, by user, item and pair of both.
import { numberKeys } from './groups.ts';

/** Impressions put into groups. */
export interface Clusters {
  /** The group of each impression, in [0, count). */
  readonly clusterOf: Int32Array;
  readonly count: number;
}

/** What is known of impressions before a model. */
export interface Impressions {
  /** 1 clicked, 0 not. */
  readonly label: ArrayLike<number>;
  readonly userIndex: ArrayLike<number>;
  readonly itemIndex: ArrayLike<number>;
}

/** Impressions that several models are measured on. Two figures are of one sample where it is the same object. */
export interface Sample extends Impressions {
  readonly users: Clusters;
  readonly items: Clusters;
  /** Of one user with one item. */
  readonly pairs: Clusters;
}

export function createSample({ label, userIndex, itemIndex }: Impressions): Sample {
  const { length } = label;
  const users = numberClusters(length, (i) => userIndex[i]);
  const items = numberClusters(length, (i) => itemIndex[i]);
  const pairs = numberClusters(
    length,
    (i) => users.clusterOf[i] * items.count + items.clusterOf[i],
  );
  return { label, userIndex, itemIndex, users, items, pairs };
}

/** The sample of these impressions among those that are known, or a new one, which is then known too. */
export function internSample(known: Sample[], impressions: Impressions): Sample {
  const found = known.find((sample) => hasSame(sample, impressions));
  if (found !== undefined) return found;
  const sample = createSample(impressions);
  known.push(sample);
  return sample;
}

function hasSame(sample: Impressions, other: Impressions): boolean {
  const { length } = sample.label;
  if (other.label.length !== length) return false;
  for (let i = 0; i < length; i++) {
    if (
      sample.userIndex[i] !== other.userIndex[i] ||
      sample.itemIndex[i] !== other.itemIndex[i] ||
      sample.label[i] !== other.label[i]
    ) {
      return false;
    }
  }
  return true;
}

function numberClusters(length: number, keyOf: (impression: number) => number): Clusters {
  const clusterOf = new Int32Array(length);
  return { clusterOf, count: numberKeys(keyOf, clusterOf) };
}
