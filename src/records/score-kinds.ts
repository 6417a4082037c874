// What a score sheet says of codes: the meaning of each kind of line, and from where on it is good or poor.

export type Verdict = 'good' | 'fair' | 'poor';

/** A kind of line. Less is better where `good` is below `poor`. */
interface Score {
  readonly title: string;
  /** In plain words. */
  readonly says: string;
  /** Good from here on, poor beyond there, fair between. Null: no line is drawn. */
  readonly bounds: { readonly good: number; readonly poor: number } | null;
  readonly isShare: boolean;
}

/**
 * The bounds are conventions: where codes of residual k-means and trained models on several catalogs lie, against codes that were
 * shuffled. They promise nothing of a ranker: docs/lab-log.md has how far the figures went with NE over 38 sets of codes.
 */
export const SCORES = {
  used: {
    title: 'codes used',
    says: 'codes that some item has; the others are dead: paid for, and never used',
    bounds: { good: 1, poor: 0.9 },
    isShare: true,
  },
  perplexity: {
    title: 'perplexity',
    says: 'so many equally common codes would tell items apart as well, in parts of the codebook',
    bounds: { good: 0.6, poor: 0.3 },
    isShare: true,
  },
  gini: {
    title: 'Gini',
    says: 'how unevenly items lie on the codes: 0 evenly, near 1 all on one',
    bounds: { good: 0.4, poor: 0.7 },
    isShare: false,
  },
  against: {
    title: 'hourglass',
    says: "a level's entropy over that of the levels around it; far below 1 is an hourglass: most IDs run through few codes",
    bounds: { good: 0.9, poor: 0.7 },
    isShare: false,
  },
  variance: {
    title: 'content left, %',
    says: "share of the content's variance that is left among items of one prefix, and in brackets what chance would leave in as many groups",
    bounds: { good: 0.7, poor: 0.95 },
    isShare: true,
  },
  neighbors: {
    title: 'neighbors, %',
    says: 'share of the nearest neighbors that have the same prefix, and in brackets of all other items',
    bounds: null,
    isShare: true,
  },
  unique: {
    title: 'told apart, %',
    says: 'items whose ID no item of other content has',
    bounds: { good: 0.98, poor: 0.8 },
    isShare: true,
  },
  largest: {
    title: 'largest group',
    says: 'items of the commonest ID, true duplicates among them',
    bounds: null,
    isShare: false,
  },
  entropy: {
    title: 'entropy of IDs',
    says: 'of whole IDs, in bits, of those that an ID for each item would have',
    bounds: { good: 0.97, poor: 0.85 },
    isShare: true,
  },
  recall: {
    title: 'recall, %',
    says: 'of the first k items by the length of the common prefix, how many are among the k nearest by content (ties in expectation); more codes find more, so compare IDs of as many bits',
    bounds: { good: 0.3, poor: 0.1 },
    isShare: true,
  },
  residual: {
    title: 'residual, %',
    says: "of the variance of the model's latent, what its vectors leave behind this level",
    bounds: null,
    isShare: true,
  },
  lost: {
    title: 'lost, %',
    says: "of the content's variance, where each item stands for what its codes decode to",
    bounds: { good: 0.5, poor: 0.8 },
    isShare: true,
  },
  decoded: {
    title: 'by decoding, %',
    says: 'of the k items whose codes decode to what is nearest an item, how many are among its k nearest by content: what a search over vectors would find',
    bounds: null,
    isShare: true,
  },
  purity: {
    title: 'purity, %',
    says: 'items of the commonest category of their prefix, and in brackets where the same IDs are dealt by chance; judged by how much of the way from chance to 100 % it goes',
    bounds: { good: 0.4, poor: 0.1 },
    isShare: true,
  },
  changed: {
    title: 'changed, %',
    says: 'items whose prefix is another than in the first codes, where codes may have got other names, and in brackets plainly',
    bounds: { good: 0.05, poor: 0.3 },
    isShare: true,
  },
} as const satisfies Readonly<Record<string, Score>>;

export type ScoreKind = keyof typeof SCORES;

/** Null where there are no bounds, or nothing was measured. */
export function verdictOf(kind: ScoreKind, value: number): Verdict | null {
  const { bounds }: Score = SCORES[kind];
  if (bounds === null || Number.isNaN(value)) return null;
  const { good, poor } = bounds;
  const sign = good > poor ? 1 : -1;
  if (sign * value >= sign * good) return 'good';
  return sign * value < sign * poor ? 'poor' : 'fair';
}

/** "; good from 60 %, poor below 30 %"; empty where no line is drawn. */
export function boundsInWords(kind: ScoreKind): string {
  const { bounds, isShare }: Score = SCORES[kind];
  if (bounds === null) return '';
  const show = (bound: number): string => (isShare ? `${100 * bound} %` : String(bound));
  const [from, beyond] = bounds.good > bounds.poor ? ['from', 'below'] : ['up to', 'above'];
  return `; good ${from} ${show(bounds.good)}, poor ${beyond} ${show(bounds.poor)}`;
}
