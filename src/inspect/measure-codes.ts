// The score sheet of one set of codes.
import { entropyBits } from '../metrics/entropy-bits.ts';
import { sumByGroup, groupByPrefixes } from '../metrics/groups.ts';
import { measureLabels } from '../metrics/labels-in-groups.ts';
import { hourglass } from '../metrics/level-usage.ts';
import { prefixNeighborRecall } from '../metrics/prefix-neighbor-recall.ts';
import type { PrefixNeighbors } from '../metrics/prefix-neighbor-recall.ts';
import { varianceLeft } from '../metrics/variance-left.ts';
import { dealCodes } from '../sid/shuffle-codes.ts';
import { mean } from '../util/stats.ts';
import type { InspectedCodes, InspectedItems } from './inspected-items.ts';
import type { KnownOfItems } from './known-categories.ts';
import { measureIds, measureUse } from './measure-use.ts';
import type { NeighborSample } from './neighbor-sample.ts';
import { sampleMean } from './sample-mean.ts';

/** What all sets of codes are measured on. */
export interface InspectionGround {
  readonly items: InspectedItems;
  readonly known: KnownOfItems;
  readonly sample: NeighborSample;
}

/** A sheet, and what other sheets are compared by. */
export type MeasuredCodes = ReturnType<typeof measureCodes>;

/** Measures a set of codes on all items, its neighbors on the sample. */
export function measureCodes(codes: InspectedCodes, { items, known, sample }: InspectionGround) {
  const numItems = items.ids.length;
  const levels = measureUse(codes);
  const prefixes = groupByPrefixes(codes);
  const neighbors = sample.neighbors.map((each) => prefixNeighborRecall(prefixes, each));
  const sheet = {
    ...{ name: codes.name, path: codes.path, quantizer: codes.quantizer },
    codebook_sizes: codes.codebookSizes,
    are_sizes_inferred: codes.areSizesInferred,
    left_out: codes.leftOut,
    levels,
    hourglass: hourglass(levels.map(({ entropy_bits: bits, size }) => bits / Math.log2(size))),
    depths: prefixes.map((groups, i) => ({
      depth: i + 1,
      ...usageOf(groups),
      ...varianceOf(items, groups),
      ...sharedOf(neighbors[0], i),
    })),
    ...measureIds(codes, prefixes[prefixes.length - 1], items, known.title_N),
    recall: neighbors.map(({ recall_Q }, i) => ({
      k: sample.neighbors[i].k,
      ...sampleMean(recall_Q, numItems),
      by_chance: mean(sample.neighbors[i].near_Q.map((near) => near.length)) / (numItems - 1),
    })),
    categories: measureCategories(codes, prefixes, known),
  };
  return { sheet, recalls: neighbors.map(({ recall_Q }) => recall_Q) };
}

type Prefixes = ReturnType<typeof groupByPrefixes>;

function usageOf(groups: Prefixes[number]) {
  const items_G = sumByGroup(groups);
  const largest = items_G.reduce((most, items) => Math.max(most, items), 0);
  return { prefixes: groups.numGroups, largest, entropy_bits: entropyBits(items_G) };
}

function varianceOf({ embeddings_ND, width }: InspectedItems, groups: Prefixes[number]) {
  const { left, byChance } = varianceLeft(embeddings_ND, width, groups);
  return { variance_left_percent: 100 * left, variance_left_by_chance_percent: 100 * byChance };
}

function sharedOf({ shared }: PrefixNeighbors, depth: number) {
  const { share_Q, chance_Q } = shared[depth];
  return {
    neighbors_percent: 100 * mean(share_Q),
    neighbors_by_chance_percent: 100 * mean(chance_Q),
  };
}

function measureCategories(
  codes: InspectedCodes,
  prefixes: Prefixes,
  { categories }: KnownOfItems,
) {
  if (categories.length === 0) return [];
  const dealt = dealCodes(codes).map((each) => groupByPrefixes(each));
  return categories.map(({ name, values, items, label_N }) => ({
    ...{ name, values, items },
    depths: measureLabels(prefixes, dealt, label_N).map((each, i) => ({
      depth: i + 1,
      purity_percent: 100 * each.purity,
      purity_by_chance_percent: 100 * each.chancePurity,
      mutual_information: each.mutualInformation,
      mutual_information_by_chance: each.chanceMutualInformation,
    })),
  }));
}
