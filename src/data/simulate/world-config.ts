// The settings.

/** The settings of a simulated world; flags of `sid simulate` in kebab-case. */
export interface WorldConfig {
  /**
   * Items alive at any one time, not the total: items that die are replaced, so that a log has more. With a
   * half-life of 6 days a day brings 12 % new ones, a log of 20 days has about 3.3 times as many in all.
   * (Were this the total, the first days of a log would depend on how many days follow.)
   */
  readonly items: number;
  readonly users: number;
  readonly days: number;
  readonly impressionsPerDay: number;
  readonly seed: number;
  /** D: floats in an item embedding. */
  readonly embeddingWidth: number;
  /** Length of an embedding's noise over the length of the cluster's own vector; 0: content says the cluster exactly. */
  readonly embeddingNoise: number;
  /** After so many days half of the items are gone, and as many have come. */
  readonly halfLifeDays: number;
  /** Mean click probability. */
  readonly meanCtr: number;
  /** Branches of the cluster tree at its three levels. */
  readonly clusters: readonly [number, number, number];
  /** Standard deviation over users and clusters of taste, in logits. */
  readonly tasteSpread: number;
  /** Standard deviation of an item's quality that its content does not explain, in logits. */
  readonly qualitySpread: number;
  /** Standard deviation of a cluster's quality (all three levels together), in logits. */
  readonly clusterSpread: number;
  /** Standard deviation of the slow drift of log popularity; three fifths of its variance the item's own. */
  readonly driftSpread: number;
  /** Share of items that are copies of another, half of them exact, half with a slightly other embedding. */
  readonly copyShare: number;
}

export const DEFAULT_WORLD_CONFIG: WorldConfig = {
  items: 10_000,
  users: 10_000,
  days: 20,
  impressionsPerDay: 200_000,
  seed: 1,
  embeddingWidth: 32,
  embeddingNoise: 0.3,
  halfLifeDays: 6,
  meanCtr: 0.08,
  clusters: [16, 8, 8],
  tasteSpread: 1,
  qualitySpread: 0.5,
  clusterSpread: 0.5,
  driftSpread: 0.5,
  copyShare: 0.02,
};

/** Births, deaths and popularity change at the beginning of a block, four times a day. */
export const BLOCKS_PER_DAY = 4;
export const HOURS_PER_BLOCK = 24 / BLOCKS_PER_DAY;
