// Means over queries, of which several may want one item or come from one user.
import { clusterVariance, crossedVariance } from './crossed-variance.ts';
import type { ClusterVariance } from './crossed-variance.ts';
import { intervalAround, pValue } from './interval.ts';
import type { Interval, VarianceComponent } from './interval.ts';
import { createSample } from './sample.ts';
import type { Clusters, Sample } from './sample.ts';
import { shareInterval } from './share-interval.ts';
import { mean } from '../util/stats.ts';

/** What figures over queries are measured on: each query's relevant items, and who asked. */
export interface QuerySample {
  readonly numQueries: number;
  /** The query of each pair of query and relevant item. */
  readonly queryOfPair: Int32Array;
  /** How much of its query a pair stands for; a query's sum to 1. */
  readonly shareOfPair: Float64Array;
  readonly sample: Sample;
}

/**
 * @param pairs a query's relevant item, or the group of items that it wants; each query once at least, pairs of one query
 *   side by side or apart
 */
export function createQuerySample(
  numQueries: number,
  pairs: {
    readonly queryIndex: Int32Array;
    readonly targetIndex: Int32Array;
    readonly userIndex: Int32Array;
  },
): QuerySample {
  const count_Q = new Float64Array(numQueries);
  for (const query of pairs.queryIndex) count_Q[query] += 1;
  return {
    numQueries,
    queryOfPair: pairs.queryIndex,
    shareOfPair: Float64Array.from(pairs.queryIndex, (query) => 1 / count_Q[query]),
    sample: createSample({
      label: new Uint8Array(pairs.queryIndex.length),
      userIndex: pairs.userIndex,
      itemIndex: pairs.targetIndex,
    }),
  };
}

/** The mean of a figure over queries. */
export interface QueryMean {
  readonly value: number;
  /** 95 %; undefined where all queries want the same item. */
  readonly ci95: Interval | undefined;
}

/**
 * The mean of values from 0 to 1 with Wilson's interval. Queries that want one item, or that one user asked, may depend
 * on one another in any way.
 */
export function queryMean(value_Q: Float64Array, queries: QuerySample): QueryMean {
  const value = mean(value_Q);
  const component = varianceOf(value_Q, value, queries);
  const { users, items } = queries.sample;
  const clusters = Math.min(effectiveCount(users, queries), effectiveCount(items, queries));
  return { value, ci95: clusters === 1 ? undefined : shareInterval(value, component, clusters) };
}

/** By how much a figure differs between two embeddings on the same queries. */
export interface QueryDifference extends QueryMean {
  /** Two-sided, of no difference; undefined where there is no interval. */
  readonly p: number | undefined;
}

/** The mean of what each query has more than in another ranking, with Student's interval. */
export function queryDifference(
  value_Q: Float64Array,
  than_Q: Float64Array,
  queries: QuerySample,
): QueryDifference {
  const more_Q = value_Q.map((value, query) => value - than_Q[query]);
  const value = mean(more_Q);
  const component = varianceOf(more_Q, value, queries);
  if (Number.isNaN(component.variance)) return { value, ci95: undefined, p: undefined };
  return {
    value,
    ci95: intervalAround(value, [component]),
    p: pValue(Math.abs(value), [component]),
  };
}

function varianceOf(
  value_Q: Float64Array,
  center: number,
  { numQueries, queryOfPair, shareOfPair, sample }: QuerySample,
): VarianceComponent {
  const influence = Float64Array.from(
    queryOfPair,
    (query, pair) => (shareOfPair[pair] * (value_Q[query] - center)) / numQueries,
  );
  const { users, items, pairs } = sample;
  // Where each query wants one item, clusters of items hold those of queries, and are all that counts.
  if (pairs.count === users.count) return componentOf(clusterVariance(influence, items));
  if (pairs.count === items.count) return componentOf(clusterVariance(influence, users));
  const { usersAndItems: variance, degreesOfFreedom } = crossedVariance(influence, sample);
  return { variance, degreesOfFreedom };
}

function componentOf({ variance, effectiveClusters }: ClusterVariance): VarianceComponent {
  return { variance, degreesOfFreedom: effectiveClusters };
}

/** As many clusters of one size would carry as much. */
function effectiveCount({ clusterOf, count }: Clusters, { shareOfPair }: QuerySample): number {
  const size = new Float64Array(count);
  clusterOf.forEach((cluster, pair) => (size[cluster] += shareOfPair[pair]));
  const sum = size.reduce((total, each) => total + each, 0);
  return sum ** 2 / size.reduce((total, each) => total + each ** 2, 0);
}
