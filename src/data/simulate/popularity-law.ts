// Head, torso and tail.

/**
 * Segment cuts of Zheng 2025 (arXiv 2504.02137, section 4): sorted by impressions, the first 0.1 % of items
 * have 25 % of all impressions, the first 5.6 % have 75 %.
 */
export const HEAD_ITEMS = 0.001;
export const TORSO_ITEMS = 0.056;
const HEAD_SHARE = 0.25;
const TORSO_SHARE = 0.75;

/** Within the head; it decides how large the largest item is. */
const HEAD_EXPONENT = 0.5;

/**
 * Popularity as a power law with two bends: w(u) is the weight of the item at rank quantile u, continuous,
 * falling as u^-0.5 in the head, u^-torso and u^-tail behind.
 */
export interface PopularityLaw {
  readonly torsoExponent: number;
  readonly tailExponent: number;
}

export function popularityWeight(law: PopularityLaw, u: number): number {
  if (u < HEAD_ITEMS) return (u / HEAD_ITEMS) ** -HEAD_EXPONENT;
  if (u < TORSO_ITEMS) return (u / HEAD_ITEMS) ** -law.torsoExponent;
  const atCut = (TORSO_ITEMS / HEAD_ITEMS) ** -law.torsoExponent;
  return atCut * (u / TORSO_ITEMS) ** -law.tailExponent;
}

/** What turns an item's weight into its impressions in the whole log. */
export interface Exposure {
  /** Quantiles, equally likely, of the factor between weight and impressions; mean near 1 or not. */
  readonly factors: Float64Array;
  /** Impressions of an item of mean weight and factor 1; items that get none are not counted. */
  readonly impressionsPerUnit: number;
}

/**
 * The law for which the items' impressions over the whole log, weight x factor, have the paper's cuts.
 * Solved for the two exponents by nested bisection on a histogram of log impressions; nothing is random.
 */
export function fitPopularityLaw(exposure: Exposure): PopularityLaw {
  const at = (torsoExponent: number): PopularityLaw => ({
    torsoExponent,
    tailExponent: bisect(-0.5, 4, (tailExponent) => {
      const law = { torsoExponent, tailExponent };
      return shareOfTop(law, exposure, TORSO_ITEMS) - TORSO_SHARE;
    }),
  });
  return at(bisect(0.2, 3, (torso) => shareOfTop(at(torso), exposure, HEAD_ITEMS) - HEAD_SHARE));
}

/** Where a rising function crosses 0; an end where it does not. */
function bisect(from: number, to: number, rising: (x: number) => number): number {
  for (let step = 0; step < 16; step++) {
    const middle = (from + to) / 2;
    if (rising(middle) > 0) to = middle;
    else from = middle;
  }
  return (from + to) / 2;
}

const GRID = 600;
const BINS_PER_UNIT = 60;
const NUM_BINS = 40 * BINS_PER_UNIT;
/** Above it 1 - e^-x is 1 in 64 bits. */
const ALL_SHOWN = 38;

/** Share of impressions that the top `share` of the items with an impression have. */
export function shareOfTop(law: PopularityLaw, exposure: Exposure, share: number): number {
  const { factors, impressionsPerUnit } = exposure;
  const items = new Float64Array(NUM_BINS);
  const impressions = new Float64Array(NUM_BINS);
  const { weights, widths, meanWeight } = weightGrid(law);
  for (let i = 0; i < GRID; i++) {
    const [weight, width] = [weights[i] / meanWeight, widths[i]];
    for (let f = 0; f < factors.length; f++) {
      const expected = weight * factors[f] * impressionsPerUnit;
      if (!(expected > 0)) continue;
      const bin = Math.floor((Math.log(expected) + 20) * BINS_PER_UNIT);
      const place = Math.max(0, Math.min(NUM_BINS - 1, bin));
      items[place] += expected > ALL_SHOWN ? width : width * (1 - Math.exp(-expected));
      impressions[place] += width * expected;
    }
  }
  return topShare(items, impressions, share);
}

/** Ranks from 1e-6 to 1 on a logarithmic grid: weight in the middle of each stretch, and its width. */
function weightGrid(law: PopularityLaw): {
  weights: Float64Array;
  widths: Float64Array;
  meanWeight: number;
} {
  const weights = new Float64Array(GRID);
  const widths = new Float64Array(GRID);
  let meanWeight = 0;
  for (let i = 0; i < GRID; i++) {
    const from = i === 0 ? 0 : 10 ** (-6 * (1 - i / GRID));
    const to = 10 ** (-6 * (1 - (i + 1) / GRID));
    weights[i] = popularityWeight(law, Math.sqrt(Math.max(from, to / 4) * to));
    widths[i] = to - from;
    meanWeight += weights[i] * widths[i];
  }
  return { weights, widths, meanWeight };
}

/** Bins from the most popular down until the share of items is reached, the last one in part. */
function topShare(items: Float64Array, impressions: Float64Array, share: number): number {
  const numItems = items.reduce((sum, value) => sum + value, 0);
  const numImpressions = impressions.reduce((sum, value) => sum + value, 0);
  let left = share * numItems;
  let found = 0;
  for (let bin = items.length - 1; bin >= 0 && left > 0; bin--) {
    if (items[bin] === 0) continue;
    const part = Math.min(1, left / items[bin]);
    found += part * impressions[bin];
    left -= part * items[bin];
  }
  return found / numImpressions;
}
