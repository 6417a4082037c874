// Items: births, deaths, copies.
import type { Rng } from '../../util/rng.ts';
import type { ContentTies } from './families/world-family.ts';
import { Growable } from '../../util/growable.ts';
import { drawPeakAge, drawRemainingBlocks } from './item-life.ts';
import type { WorldConfig } from './world-config.ts';

/** How an item relates to the one that `copyOf` names. */
export const COPY_KINDS = ['none', 'exact', 'near'] as const;

/** The leaf of the content tree that a new item belongs to. */
export type LeafOf = (item: number, rng: Rng) => number;

/**
 * The items: a fixed number of places, each held by one item at a time. An item that dies is followed in the
 * same block by a new one in its place, so births equal deaths. An item's number is its rank of birth, hence
 * a longer log has the same first items.
 *
 * A place has a rank of popularity that its items inherit. That keeps the day's distribution of popularity
 * at what was fitted; between an item and its follower there is nothing else in common.
 */
export class Catalog {
  /** By item: */
  readonly leaf = new Growable(new Int32Array(0));
  /** What an item adds to the logit of a click beyond its content. */
  readonly quality = new Growable(new Float32Array(0));
  /** Item index of the original; an item's own index where it is no copy. */
  readonly copyOf = new Growable(new Int32Array(0));
  /** Index into COPY_KINDS. */
  readonly copyKind = new Growable(new Int32Array(0));

  /** By place: */
  readonly itemAt: Int32Array;
  readonly bornAt: Int32Array;
  readonly peakAt: Float64Array;
  /** Rank of popularity, 0 the highest. */
  readonly rankAt: Int32Array;

  readonly #config: WorldConfig;
  readonly #leafOf: LeafOf;
  readonly #copiesShareLives: boolean;
  readonly #deathAt: Int32Array;
  /** Place of the original for places that hold copies, else -1. */
  readonly #originalOf: Int32Array;
  readonly #lives: Rng;
  readonly #contents: Rng;

  /** The items alive in block 0, at the ages that such a population has. */
  constructor(
    config: WorldConfig,
    leafOf: LeafOf,
    { copiesShareLives }: Pick<ContentTies, 'copiesShareLives'>,
    rng: Rng,
  ) {
    const numPlaces = config.items;
    this.#config = config;
    this.#leafOf = leafOf;
    this.#copiesShareLives = copiesShareLives;
    this.itemAt = new Int32Array(numPlaces);
    this.bornAt = new Int32Array(numPlaces);
    this.peakAt = new Float64Array(numPlaces);
    this.#deathAt = new Int32Array(numPlaces);
    this.#lives = rng.split('lives');
    this.#contents = rng.split('contents');
    this.rankAt = rng.split('ranks').shuffle(Int32Array.from({ length: numPlaces }, (_, i) => i));
    const shareOfPlaces = copiesShareLives ? config.copyShare : 0;
    this.#originalOf = pairPlaces(this.rankAt, shareOfPlaces, rng.split('copies'));
    this.#fill(0, () => true);
    const ages = rng.split('ages');
    for (let place = 0; place < numPlaces; place++) {
      const age = drawRemainingBlocks(config.halfLifeDays, ages) - 1;
      const original = this.#originalOf[place];
      this.bornAt[place] = original < 0 ? -age : 0;
    }
    this.#copyLives(() => true);
  }

  get numItems(): number {
    return this.leaf.length;
  }

  /** Whether the item at this place came in this block. */
  isNewAt(place: number, block: number): boolean {
    return this.bornAt[place] === block;
  }

  /** Replaces the items that die at the beginning of this block. */
  advance(block: number): void {
    const dies = (place: number): boolean => this.#deathAt[place] === block;
    this.#fill(block, dies);
    this.#copyLives((place) => this.bornAt[place] === block);
  }

  #fill(block: number, isFree: (place: number) => boolean): void {
    const numPlaces = this.itemAt.length;
    const free: number[] = [];
    for (let place = 0; place < numPlaces; place++) if (isFree(place)) free.push(place);
    for (const place of free) {
      this.bornAt[place] = block;
      if (this.#originalOf[place] >= 0) continue;
      this.#deathAt[place] = block + drawRemainingBlocks(this.#config.halfLifeDays, this.#lives);
      this.peakAt[place] = drawPeakAge(this.#lives);
    }
    this.#number(free);
  }

  /** Gives each free place its item: originals first in order of place, each followed by its copy, if any. */
  #number(free: readonly number[]): void {
    const copyPlace = new Map<number, number>();
    for (const place of free) {
      if (this.#originalOf[place] >= 0) copyPlace.set(this.#originalOf[place], place);
    }
    const rng = this.#contents;
    for (const place of free) {
      if (this.#originalOf[place] >= 0) continue;
      const item = this.numItems;
      this.itemAt[place] = item;
      this.#push(this.#leafOf(item, rng), this.#config.qualitySpread * rng.normal(), item, 0);
      if (!this.#copiesShareLives) this.#copyContent(item);
      const copy = copyPlace.get(place);
      if (copy === undefined) continue;
      this.itemAt[copy] = this.numItems;
      const kind = rng.uniform() < 0.5 ? 1 : 2;
      this.#push(this.leaf.values[item], this.quality.values[item], item, kind);
    }
  }

  /** Makes a new item a copy of the last one that is none, as often as wanted. Draws the same numbers either way. */
  #copyContent(item: number): void {
    const isCopy = this.#contents.uniform() < this.#config.copyShare && item > 0;
    const kind = this.#contents.uniform() < 0.5 ? 1 : 2;
    if (!isCopy) return;
    const original = this.copyOf.values[item - 1];
    this.leaf.values[item] = this.leaf.values[original];
    this.copyOf.values[item] = original;
    this.copyKind.values[item] = kind;
  }

  #push(leaf: number, quality: number, copyOf: number, kind: number): void {
    this.leaf.push(leaf);
    this.quality.push(quality);
    this.copyOf.push(copyOf);
    this.copyKind.push(kind);
  }

  /** Copies come, peak and go with their originals. */
  #copyLives(isAffected: (place: number) => boolean): void {
    for (let place = 0; place < this.itemAt.length; place++) {
      const original = this.#originalOf[place];
      if (original < 0 || !isAffected(place)) continue;
      this.bornAt[place] = this.bornAt[original];
      this.peakAt[place] = this.peakAt[original];
      this.#deathAt[place] = this.#deathAt[original];
    }
  }
}

/** Pairs places of neighboring rank, evenly over all ranks: copies are about as popular as their originals. */
function pairPlaces(rankAt: Int32Array, copyShare: number, rng: Rng): Int32Array {
  const numPlaces = rankAt.length;
  const placeOf = new Int32Array(numPlaces);
  for (let place = 0; place < numPlaces; place++) placeOf[rankAt[place]] = place;
  const originalOf = new Int32Array(numPlaces).fill(-1);
  if (copyShare === 0) return originalOf;
  const step = Math.max(2, 1 / copyShare);
  for (let rank = rng.uniform() * step; rank + 1 < numPlaces; rank += step) {
    originalOf[placeOf[Math.floor(rank) + 1]] = placeOf[Math.floor(rank)];
  }
  return originalOf;
}
