// Who is shown what, when.
import type { Rng } from '../../util/rng.ts';
import { AliasTable } from './alias-table.ts';
import type { Catalog } from './catalog.ts';
import type { ClusterTree } from './cluster-tree.ts';
import { driftOn, popularityAtAge } from './item-life.ts';
import { popularityWeight } from './popularity-law.ts';
import type { PopularityLaw } from './popularity-law.ts';

/** Of the drift's variance: the item's own, its top cluster's, its middle cluster's. */
const DRIFT_VARIANCE = { item: 0.6, top: 0.2, middle: 0.2 };

/** Which items are shown: head, torso and tail by rank, moved by age, drift and the drift of clusters. */
export class ItemTraffic {
  readonly #catalog: Catalog;
  readonly #tree: ClusterTree;
  readonly #driftSpread: number;
  readonly #rankWeight: Float64Array;
  readonly #itemDrift: Float64Array;
  readonly #clusterDrift: readonly [Float64Array, Float64Array];
  readonly #weights: Float64Array;
  readonly #table: AliasTable;
  readonly #itemRng: Rng;
  readonly #clusterRng: Rng;

  constructor(
    catalog: Catalog,
    tree: ClusterTree,
    law: PopularityLaw,
    driftSpread: number,
    rng: Rng,
  ) {
    this.#catalog = catalog;
    this.#tree = tree;
    this.#driftSpread = driftSpread;
    this.#itemRng = rng.split('items');
    this.#clusterRng = rng.split('clusters');
    const numPlaces = catalog.itemAt.length;
    this.#rankWeight = Float64Array.from(catalog.rankAt, (rank) =>
      popularityWeight(law, (rank + 0.5) / numPlaces),
    );
    const normals = (count: number, spread: number, of: Rng): Float64Array =>
      Float64Array.from({ length: count }, () => spread * of.normal());
    this.#itemDrift = normals(numPlaces, this.#spread('item'), this.#itemRng);
    this.#clusterDrift = [
      normals(tree.numNodes[0], this.#spread('top'), this.#clusterRng),
      normals(tree.numNodes[1], this.#spread('middle'), this.#clusterRng),
    ];
    this.#weights = new Float64Array(numPlaces);
    this.#fillWeights(0);
    this.#table = new AliasTable(this.#weights);
  }

  /** Moves on to a block; the catalog must be there already. */
  advance(block: number): void {
    const drift = this.#itemDrift;
    const spread = this.#spread('item');
    for (let place = 0; place < drift.length; place++) {
      drift[place] = this.#catalog.isNewAt(place, block)
        ? spread * this.#itemRng.normal()
        : driftOn(drift[place], spread, this.#itemRng);
    }
    this.#clusterDrift.forEach((drifts, level) => {
      const ofLevel = this.#spread(level === 0 ? 'top' : 'middle');
      for (let node = 0; node < drifts.length; node++) {
        drifts[node] = driftOn(drifts[node], ofLevel, this.#clusterRng);
      }
    });
    this.#fillWeights(block);
    this.#table.rebuild(this.#weights);
  }

  /** The item of an impression. */
  drawItem(rng: Rng): number {
    return this.#catalog.itemAt[this.#table.draw(rng)];
  }

  #spread(part: keyof typeof DRIFT_VARIANCE): number {
    return this.#driftSpread * Math.sqrt(DRIFT_VARIANCE[part]);
  }

  #fillWeights(block: number): void {
    const { itemAt, bornAt, peakAt, leaf } = this.#catalog;
    const leafDrift = this.#leafDrift();
    for (let place = 0; place < itemAt.length; place++) {
      const drift = this.#itemDrift[place] + leafDrift[leaf.values[itemAt[place]]];
      const ofAge = popularityAtAge(block - bornAt[place], peakAt[place]);
      this.#weights[place] = this.#rankWeight[place] * ofAge * Math.exp(drift);
    }
  }

  #leafDrift(): Float64Array {
    const [top, middle] = this.#clusterDrift;
    return Float64Array.from({ length: this.#tree.numLeaves }, (_, leaf) => {
      return top[this.#tree.nodeAt(leaf, 0)] + middle[this.#tree.nodeAt(leaf, 1)];
    });
  }
}

/** Who is shown something: users of unequal activity (log-normal). */
export class UserTraffic {
  /** Standard normal, the logarithm of the user's share of impressions. */
  readonly activity: Float32Array;
  readonly #table: AliasTable;

  constructor(numUsers: number, rng: Rng) {
    this.activity = Float32Array.from({ length: numUsers }, () => rng.normal());
    this.#table = new AliasTable(Float64Array.from(this.activity, Math.exp));
  }

  drawUser(rng: Rng): number {
    return this.#table.draw(rng);
  }
}

/** Share of a day's impressions in each hour (UTC): most at 20, a fifth of that at 8. */
const HOUR_WEIGHTS = Array.from({ length: 24 }, (_, hour) => {
  return 1 + (2 / 3) * Math.cos((2 * Math.PI * (hour - 20)) / 24);
});
const WEIGHT_OF_DAY = HOUR_WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/** How many of a day's impressions fall in each hour; sums to `perDay`. */
export function impressionsByHour(perDay: number): number[] {
  let before = 0;
  return HOUR_WEIGHTS.map((weight) => {
    const from = Math.round((before / WEIGHT_OF_DAY) * perDay);
    before += weight;
    return Math.round((before / WEIGHT_OF_DAY) * perDay) - from;
  });
}
