// How well the log matches the paper.
import { topShare } from '../../metrics/top-curve.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import { groupVariance } from './group-variance.ts';
import { birthsPerBlock } from './item-life.ts';
import { learnableBounds } from './learnable.ts';
import { LATER_DAY } from './log-counts.ts';
import type { LogCounts } from './log-counts.ts';
import { HEAD_ITEMS, TORSO_ITEMS } from './popularity-law.ts';
import { BLOCKS_PER_DAY } from './world-config.ts';
import type { WorldConfig } from './world-config.ts';
import { percentFact } from './world-fact.ts';
import type { WorldFact } from './world-fact.ts';
import type { World } from './world.ts';

/**
 * How well a drawn world has the facts of Zheng 2025 (section 4) and of its own settings. Shares and turnover
 * are of the items that were shown.
 *
 * @param embeddings_ND of all items; null: they are not the world's
 * @param tasteSpread standard deviation of taste over impressions, in logits
 */
export function measureWorldFacts(
  world: World,
  counts: LogCounts,
  embeddings_ND: Float32Array | null,
  tasteSpread: number,
): WorldFact[] {
  const { config } = world;
  return [
    ...popularityFacts(counts),
    ...turnoverFacts(counts, config.halfLifeDays),
    {
      fact: 'change of log popularity in 5 days (drift, age), deviation',
      unit: 'log',
      wanted: undefined,
      drawn: popularityChange(counts),
    },
    ...(config.treeColumns ?? []).map((column, level) => ({
      fact: `nodes at level ${level + 1}, ${column}`,
      unit: 'nodes' as const,
      wanted: undefined,
      drawn: world.tree.numNodes[level],
    })),
    ...contentFacts(world, counts, embeddings_ND),
    spreadFact('taste of users for clusters, deviation', config.tasteSpread, tasteSpread),
    percentFact('clicks', 100 * config.meanCtr, (100 * counts.numClicks) / counts.numImpressions),
    ...learnableFacts(counts, world.catalog),
    ...world.family.facts(counts.itemsShown()),
    {
      fact: 'items in the log',
      unit: 'items',
      wanted: undefined,
      drawn: counts.itemsShown().length,
    },
  ];
}

/** How far knowing something exactly would bring a predictor; knowing the mean click rate is 1. */
function learnableFacts(counts: LogCounts, catalog: World['catalog']): WorldFact[] {
  const bounds = learnableBounds(counts, catalog);
  const bound = (fact: string, drawn: number): WorldFact => {
    return { fact, unit: 'NE', wanted: undefined, drawn };
  };
  return [
    bound("NE of each smallest cluster's mean click rate", bounds.ofClusters),
    bound("NE of each item's mean click rate", bounds.ofItems),
    bound('NE of the true click probability', bounds.ofTruth),
  ];
}

function spreadFact(fact: string, wanted: number, drawn: number): WorldFact {
  return { fact, unit: 'logits', wanted, drawn };
}

function popularityFacts(counts: LogCounts): WorldFact[] {
  const shown = Float64Array.from(counts.itemsShown(), (i) => counts.impressions.values[i]);
  const head = 100 * topShare(shown, HEAD_ITEMS);
  const torso = 100 * topShare(shown, TORSO_ITEMS) - head;
  return [
    percentFact('impressions of the top 0.1 % of items', 25, head),
    percentFact('impressions of the next 5.5 %', 50, torso),
    percentFact('impressions of the last 94.4 %', 25, 100 - head - torso),
  ];
}

/** An item shown so often on a day would be seen again if it lived. */
const SEEN_OFTEN = 10;

/**
 * Of the items that day 1 shows often, those that a later part of the log does not show; of the items of the
 * last day, those that no earlier part shows (a little over the wanted share, since young items are shown
 * more). The log must go on as long again, or rarely shown items would count as gone or new.
 */
function turnoverFacts(counts: LogCounts, halfLifeDays: WorldConfig['halfLifeDays']): WorldFact[] {
  const last = counts.lastDayNumber;
  const days = Math.max(
    1,
    halfLifeDays === 'none' ? Math.floor((last - 1) / 2) : Math.round(halfLifeDays),
  );
  const isLongEnough = last >= 2 * days + 1;
  const [firstDay, lastDay] = [counts.firstDay.values, counts.lastDay.values];
  let [early, often, gone, late, born] = [0, 0, 0, 0, 0];
  for (const item of counts.itemsShown()) {
    if (firstDay[item] === 1) early += 1;
    if (counts.onDay1.values[item] >= SEEN_OFTEN) {
      often += 1;
      if (lastDay[item] < 1 + days) gone += 1;
    }
    if (lastDay[item] === last) {
      late += 1;
      if (firstDay[item] > last - days) born += 1;
    }
  }
  const wanted = 100 * (1 - (1 - birthsPerBlock(halfLifeDays)) ** (days * BLOCKS_PER_DAY));
  const measured = (part: number, of: number): number => (isLongEnough ? (100 * part) / of : NaN);
  return [
    percentFact(`items of day 1 gone ${days} days later`, wanted, measured(gone, often)),
    percentFact(
      `items of the last day come in the ${days} days before`,
      wanted,
      measured(born, late),
    ),
    percentFact('items of the last day, of day 1', 100, last > 1 ? (100 * late) / early : NaN),
  ];
}

/** Shown at least so often on both days. */
const LEAST_SHOWN = 50;
const LEAST_ITEMS = 30;

/**
 * Standard deviation, over items shown often on both days, of the change of log impressions between them,
 * without what sampling adds: 1/n for the logarithm of a count of n. NaN for a log too short or too small.
 */
export function popularityChange(counts: LogCounts): number {
  const [before, after] = [counts.onDay1.values, counts.onLaterDay.values];
  const items = counts
    .itemsShown()
    .filter((item) => Math.min(before[item], after[item]) >= LEAST_SHOWN);
  if (counts.lastDayNumber < LATER_DAY || items.length < LEAST_ITEMS) return NaN;
  const changes = Float32Array.from(items, (item) => Math.log(after[item] / before[item]));
  const noise = items.reduce((sum, item) => sum + 1 / before[item] + 1 / after[item], 0);
  const { total } = groupVariance(changes, 1, new Int32Array(items.length));
  return Math.sqrt(Math.max(0, total - noise / items.length));
}

function contentFacts(
  world: World,
  counts: LogCounts,
  embeddings_ND: Float32Array | null,
): WorldFact[] {
  const { embeddingNoise, embeddingWidth: width, qualitySpread, copyShare } = world.config;
  const { leaf, quality, copyKind } = world.catalog;
  const shown = counts.itemsShown();
  const originals = shown.filter((item) => copyKind.values[item] === 0);
  const leaves = originals.map((item) => leaf.values[item]);
  const qualities = Float32Array.from(originals, (item) => quality.values[item]);
  const copies = shown.length - originals.length;
  const ofContent = (vectors_ND: Float32Array): WorldFact => {
    const content = groupVariance(gatherRows(vectors_ND, width, originals), width, leaves);
    const noise = embeddingNoise ** 2;
    return percentFact(
      'variance of embeddings within the smallest clusters',
      (100 * noise) / (1 + noise),
      (100 * content.within) / content.total,
    );
  };
  return [
    ...(embeddings_ND === null ? [] : [ofContent(embeddings_ND)]),
    spreadFact(
      "items' quality within the smallest clusters, deviation",
      qualitySpread,
      Math.sqrt(groupVariance(qualities, 1, leaves).within),
    ),
    percentFact('items that are copies of another', 100 * copyShare, (100 * copies) / shown.length),
  ];
}
