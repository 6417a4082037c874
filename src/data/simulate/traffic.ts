// Who is shown what, when.
import type { Rng } from '../../util/rng.ts';
import { AliasTable } from './alias-table.ts';
import type { Catalog } from './catalog.ts';
import type { ClusterTree } from './cluster-tree.ts';
import { driftOn, popularityAtAge } from './item-life.ts';
import { popularityWeight } from './popularity-law.ts';
import type { PopularityLaw } from './popularity-law.ts';

/** Of the drift's variance, the part that items of a cluster share: half their top cluster's, half the next one's. */
const CLUSTER_DRIFT = 0.4;
const OWN_DRIFT = 1 - CLUSTER_DRIFT;

/** What decides the items' traffic. */
export interface TrafficParts {
  readonly catalog: Catalog;
  readonly tree: ClusterTree;
  readonly law: PopularityLaw;
  /** Standard deviation of the drift of log popularity. */
  readonly driftSpread: number;
  /** Of the clusters' part of the drift, the share that is theirs; the rest is the items' own. */
  readonly clusterDrift: number;
  /** What the log popularity of a leaf's items has now beside all that. */
  readonly heat: (leaf: number) => number;
}

/** Which items are shown: head, torso and tail by rank, moved by age, drift and the drift of clusters. */
export class ItemTraffic {
  readonly #parts: TrafficParts;
  readonly #rankWeight: Float64Array;
  /** Standard deviation of the drift that is the item's own, and of each level of its clusters. */
  readonly #itemSpread: number;
  readonly #clusterSpread: number;
  readonly #itemDrift: Float64Array;
  /** Of the nodes of the top level, and of the next one. */
  readonly #clusterDrift: readonly Float64Array[];
  readonly #weights: Float64Array;
  readonly #table: AliasTable;
  readonly #itemRng: Rng;
  readonly #clusterRng: Rng;

  constructor(parts: TrafficParts, rng: Rng) {
    const { catalog, tree, law, driftSpread, clusterDrift } = parts;
    this.#parts = parts;
    const levels = tree.numNodes.slice(0, 2);
    const ofClusters = CLUSTER_DRIFT * clusterDrift;
    this.#itemSpread = driftSpread * Math.sqrt(OWN_DRIFT + CLUSTER_DRIFT - ofClusters);
    this.#clusterSpread = driftSpread * Math.sqrt(ofClusters / levels.length);
    this.#itemRng = rng.split('items');
    this.#clusterRng = rng.split('clusters');
    const numPlaces = catalog.itemAt.length;
    this.#rankWeight = Float64Array.from(catalog.rankAt, (rank) =>
      popularityWeight(law, (rank + 0.5) / numPlaces),
    );
    const normals = (count: number, spread: number, of: Rng): Float64Array =>
      Float64Array.from({ length: count }, () => spread * of.normal());
    this.#itemDrift = normals(numPlaces, this.#itemSpread, this.#itemRng);
    this.#clusterDrift = levels.map((count) =>
      normals(count, this.#clusterSpread, this.#clusterRng),
    );
    this.#weights = new Float64Array(numPlaces);
    this.#fillWeights(0);
    this.#table = new AliasTable(this.#weights);
  }

  /** Moves on to a block; the catalog must be there already. */
  advance(block: number): void {
    const { catalog } = this.#parts;
    const drift = this.#itemDrift;
    const spread = this.#itemSpread;
    for (let place = 0; place < drift.length; place++) {
      drift[place] = catalog.isNewAt(place, block)
        ? spread * this.#itemRng.normal()
        : driftOn(drift[place], spread, this.#itemRng);
    }
    for (const drifts of this.#clusterDrift) {
      for (let node = 0; node < drifts.length; node++) {
        drifts[node] = driftOn(drifts[node], this.#clusterSpread, this.#clusterRng);
      }
    }
    this.#fillWeights(block);
    this.#table.rebuild(this.#weights);
  }

  /** The item of an impression. */
  drawItem(rng: Rng): number {
    return this.#parts.catalog.itemAt[this.#table.draw(rng)];
  }

  #fillWeights(block: number): void {
    const { itemAt, bornAt, peakAt, leaf } = this.#parts.catalog;
    const leafDrift = this.#leafDrift();
    for (let place = 0; place < itemAt.length; place++) {
      const drift = this.#itemDrift[place] + leafDrift[leaf.values[itemAt[place]]];
      const ofAge = popularityAtAge(block - bornAt[place], peakAt[place]);
      this.#weights[place] = this.#rankWeight[place] * ofAge * Math.exp(drift);
    }
  }

  #leafDrift(): Float64Array {
    const { tree, heat } = this.#parts;
    return Float64Array.from({ length: tree.numLeaves }, (_, leaf) =>
      this.#clusterDrift.reduce(
        (sum, drifts, level) => sum + drifts[tree.nodeAt(leaf, level)],
        heat(leaf),
      ),
    );
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
