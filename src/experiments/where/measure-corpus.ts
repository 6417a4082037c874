// What a corpus is like, as far as it decides what semantic IDs can do for it.
import { corpusPath, readCorpusInfo } from '../../artifacts/corpus.ts';
import { readItemEmbeddings } from '../../artifacts/item-embeddings.ts';
import { measureContentShare, MOST_NEIGHBORS } from '../../metrics/content-share.ts';
import type { ContentShare } from '../../metrics/content-share.ts';
import { gini } from '../../metrics/gini.ts';
import { estimateHalfLife } from '../../metrics/half-life.ts';
import type { HalfLife, ItemDays } from '../../metrics/half-life.ts';
import { nearestRows, toDirections } from '../../metrics/nearest-rows.ts';
import { topShare } from '../../metrics/top-curve.ts';
import { withinItemAuc } from '../../metrics/within-item-auc.ts';
import type { WithinItemAuc } from '../../metrics/within-item-auc.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import { Rng } from '../../util/rng.ts';
import { mean, median } from '../../util/stats.ts';
import { countLog } from './count-log.ts';
import type { LoggedCounts } from './count-log.ts';
import { scoreBySimilarity } from './user-similarity.ts';
import type { LogWatch } from './user-similarity.ts';

/** What is measured of a corpus. */
export interface CorpusMeasures {
  readonly days: number;
  readonly impressions: number;
  readonly clicks: number;
  readonly impressionsPerDay: number;
  readonly users: number;
  readonly impressionsPerUserDay: number;
  readonly items: number;
  /** Items of the whole corpus, shown or not: those that a table has to have rows for. */
  readonly itemsInTable: number;
  /** Mean over the middle half of the days; an item lives from the first to the last day on which it is shown. */
  readonly livingItems: number;
  readonly shownItems: number;
  /** Of a living item on a day: impressions over living items, and the middle item over its days. */
  readonly impressionsPerItemDay: number;
  readonly medianImpressionsPerItemDay: number;
  readonly halfLife: HalfLife;
  /** Shares of the last day, of what was never shown before and of what was never clicked before. */
  readonly newOnLastDay: NewOnLastDay;
  readonly skew: {
    readonly topPermille: number;
    readonly top56Permille: number;
    readonly gini: number;
  };
  readonly content: ContentShare;
  readonly taste: WithinItemAuc;
}

interface NewOnLastDay {
  readonly items: number;
  readonly impressions: number;
  readonly itemsNotClicked: number;
  readonly impressionsNotClicked: number;
}

/** Impressions that the similarity to earlier clicks is measured on, about. */
const MOST_SCORED = 400_000;
/** Multiplications for nearest neighbors: some ten seconds. */
const MOST_PRODUCTS = 6e9;
const MOST_ITEMS = 20_000;
/** Impressions of an item by users of each half. */
const LEAST_BY_HALF = 5;
/** Cosine above which two items are one. */
const COPIES_ABOVE = 1 - 1e-5;

/** Reads the days twice, and the embeddings. @param seed of which users and items are looked at, where there are too many */
export async function measureCorpus(
  corpus: string,
  seed: number,
  watch: LogWatch,
): Promise<CorpusMeasures> {
  const info = readCorpusInfo(corpus);
  const { embeddings_ND, width } = await readItemEmbeddings(corpusPath(corpus, 'embeddings.arrow'));
  const impressions = sum(info.impressionsPerDay);
  const counts = await countLog(corpus, info, watch);
  const [first, second] = counts.impressions_N;
  const shown_N = first.map((ofHalf, item) => ofHalf + second[item]);
  const directions_ND = toDirections(embeddings_ND, width, shown_N);
  const share = Math.min(1, MOST_SCORED / impressions);
  const options = { directions_ND, width, share, seed };
  const taste = withinItemAuc(await scoreBySimilarity(corpus, info, options, watch));
  watch.onProgress({ stage: 'nearest neighbors in content', done: 0, unit: 'items' });
  const rng = Rng.fromSeed(seed).split('where');
  return {
    days: info.numDays,
    impressions,
    clicks: sum(info.clicksPerDay),
    impressionsPerDay: impressions / info.numDays,
    users: counts.numUsers,
    impressionsPerUserDay: impressions / sum(counts.usersByDay),
    itemsInTable: info.numItems,
    ...itemMeasures(counts, info.impressionsPerDay),
    halfLife: halfLifeOf(counts, info.numDays),
    newOnLastDay: newOnLastDay(counts),
    content: measureContent(counts, directions_ND, width, rng.split('content')),
    taste,
  };
}

function itemMeasures(
  counts: LoggedCounts,
  impressionsPerDay: readonly number[],
): Pick<
  CorpusMeasures,
  | 'items'
  | 'livingItems'
  | 'shownItems'
  | 'impressionsPerItemDay'
  | 'medianImpressionsPerItemDay'
  | 'skew'
> {
  const { firstDay_N, lastDay_N, impressions_N } = counts;
  const numDays = impressionsPerDay.length;
  const change = new Float64Array(numDays + 2);
  const perDay: number[] = [];
  const total: number[] = [];
  firstDay_N.forEach((first, item) => {
    if (first === 0) return;
    change[first] += 1;
    change[lastDay_N[item] + 1] -= 1;
    total.push(impressions_N[0][item] + impressions_N[1][item]);
    perDay.push(total[total.length - 1] / (lastDay_N[item] - first + 1));
  });
  let alive = 0;
  const living = impressionsPerDay.map((_, i) => (alive += change[i + 1]));
  // An item's first and last days are seen less surely at the ends of the log.
  const middle = [Math.floor(numDays / 4), Math.ceil((3 * numDays) / 4)] as const;
  const livingItems = mean(living.slice(...middle));
  return {
    items: total.length,
    livingItems,
    shownItems: mean(counts.itemsByDay.slice(...middle)),
    impressionsPerItemDay: mean(impressionsPerDay.slice(...middle)) / livingItems,
    medianImpressionsPerItemDay: median(perDay),
    skew: {
      topPermille: topShare(total, 0.001),
      top56Permille: topShare(total, 0.056),
      gini: gini(total),
    },
  };
}

/** Days that an item which is shown often may go unseen, and live. */
function guardOf(numDays: number): number {
  return Math.max(1, Math.min(3, Math.floor(numDays / 5)));
}

/**
 * Followed from the day after the first on which it is shown often, where it is seen then or later: what is shown often on a
 * day has lived for a good part of that day, so it is less likely to go on that day than on any other.
 */
function halfLifeOf({ oftenDay_N, lastDay_N }: LoggedCounts, numDays: number): HalfLife {
  const items: ItemDays[] = [];
  oftenDay_N.forEach((often, item) => {
    const last = lastDay_N[item];
    if (often > 0 && last > often) items.push({ entry: often + 1, last });
  });
  return estimateHalfLife(items, numDays, guardOf(numDays));
}

function newOnLastDay(counts: LoggedCounts): NewOnLastDay {
  const { onLastDay_N, firstDay_N, lastDay_N, clicksBefore_N } = counts;
  const numDays = counts.usersByDay.length;
  const of = { items: 0, impressions: 0 };
  const [unseen, unclicked] = [{ ...of }, { ...of }];
  const add = (to: typeof of, item: number): void => {
    to.items += 1;
    to.impressions += onLastDay_N[item];
  };
  lastDay_N.forEach((last, item) => {
    if (last !== numDays) return;
    add(of, item);
    if (firstDay_N[item] === numDays) add(unseen, item);
    if (clicksBefore_N[item] === 0) add(unclicked, item);
  });
  return {
    items: unseen.items / of.items,
    impressions: unseen.impressions / of.impressions,
    itemsNotClicked: unclicked.items / of.items,
    impressionsNotClicked: unclicked.impressions / of.impressions,
  };
}

function measureContent(
  { impressions_N, clicks_N, expected_N }: LoggedCounts,
  directions_ND: Float32Array,
  width: number,
  rng: Rng,
): ContentShare {
  const able = Int32Array.from(impressions_N[0].keys()).filter((item) =>
    impressions_N.every((ofHalf) => ofHalf[item] >= LEAST_BY_HALF),
  );
  const most = Math.min(MOST_ITEMS, Math.floor(Math.sqrt(MOST_PRODUCTS / width)));
  const chosen = rng.shuffle(able).subarray(0, most).sort();
  const nearest = nearestRows(gatherRows(directions_ND, width, chosen), {
    width,
    of: Int32Array.from(chosen.keys()),
    count: MOST_NEIGHBORS,
    copiesAbove: COPIES_ABOVE,
  });
  const ofChosen = (values_N: Float64Array): Float64Array =>
    Float64Array.from(chosen, (item) => values_N[item]);
  const excess = ([0, 1] as const).map((half) =>
    Float64Array.from(chosen, (item) => clicks_N[half][item] - expected_N[half][item]),
  );
  return measureContentShare(
    {
      impressions_N: [ofChosen(impressions_N[0]), ofChosen(impressions_N[1])],
      excess_N: [excess[0], excess[1]],
    },
    nearest,
    rng,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
