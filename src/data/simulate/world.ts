// All of it, day by day.
import type { ImpressionBatch } from '../../artifacts/impressions.ts';
import { Rng } from '../../util/rng.ts';
import { Catalog } from './catalog.ts';
import { clickLogit, DENSE_FEATURES, fitConstant, NUM_POSITIONS, sigmoid } from './clicks.ts';
import { ClusterTree } from './cluster-tree.ts';
import { sampleExposure } from './item-life.ts';
import { fitPopularityLaw } from './popularity-law.ts';
import { Taste } from './taste.ts';
import { impressionsByHour, ItemTraffic, UserTraffic } from './traffic.ts';
import { BLOCKS_PER_DAY, HOURS_PER_BLOCK } from './world-config.ts';
import type { WorldConfig } from './world-config.ts';

const HOUR_MS = 3_600_000;
const BATCH_SIZE = 65_536;
const NUM_CALIBRATION = 40_000;

/** When day 1 begins: 2025-01-01 UTC. */
export const FIRST_DAY_START_MS = Date.UTC(2025, 0, 1);

/** Impressions, and what a log does not tell. */
export interface DrawnBatch {
  readonly impressions: ImpressionBatch;
  /** True click probability of each. */
  readonly probability: Float64Array;
}

/**
 * A seeded world of items, users and clicks that gives its log day by day. Nothing that it draws depends on
 * how many days will be asked for.
 */
export class World {
  readonly tree: ClusterTree;
  readonly catalog: Catalog;
  readonly taste: Taste;
  readonly config: WorldConfig;
  readonly rng: Rng;
  readonly #leafQuality: Float32Array;
  readonly #itemTraffic: ItemTraffic;
  readonly #userTraffic: UserTraffic;
  readonly #constant: number;
  #block = 0;

  constructor(config: WorldConfig) {
    const rng = Rng.fromSeed(config.seed).split('simulate');
    this.config = config;
    this.rng = rng;
    this.tree = new ClusterTree(config.clusters, rng.split('clusters'));
    this.catalog = new Catalog(config, this.tree, rng.split('catalog'));
    this.taste = new Taste(this.tree, config.users, config.tasteSpread, rng.split('taste'));
    this.#leafQuality = this.tree
      .drawLeafVectors(1, rng.split('leaf-quality'))
      .map((value) => config.clusterSpread * value);
    const law = fitPopularityLaw(sampleExposure(config, rng.split('exposure')));
    const traffic = rng.split('traffic');
    this.#itemTraffic = new ItemTraffic(this.catalog, this.tree, law, config.driftSpread, traffic);
    this.#userTraffic = new UserTraffic(config.users, rng.split('activity'));
    const sample = createBatch(NUM_CALIBRATION);
    const logits = new Float64Array(NUM_CALIBRATION);
    this.#drawCauses(
      sample,
      logits,
      0,
      NUM_CALIBRATION,
      { start: 0, hours: 24 },
      rng.split('mean'),
    );
    this.#constant = fitConstant(logits, config.meanCtr);
  }

  /** The quality of the clusters on a leaf's path, in logits. */
  leafQuality(leaf: number): number {
    return this.#leafQuality[leaf];
  }

  /** One day's log in time order. Days must be asked for in order, each to its end. @param day from 1 */
  *drawDay(day: number): Generator<DrawnBatch> {
    const byHour = impressionsByHour(this.config.impressionsPerDay);
    let left = this.config.impressionsPerDay;
    let batch = createDrawnBatch(Math.min(BATCH_SIZE, left));
    let filled = 0;
    for (let hour = 0; hour < 24; hour++) {
      if (hour % HOURS_PER_BLOCK === 0) {
        this.#advanceTo((day - 1) * BLOCKS_PER_DAY + hour / HOURS_PER_BLOCK);
      }
      const start = FIRST_DAY_START_MS + ((day - 1) * 24 + hour) * HOUR_MS;
      const rng = this.rng.split('impressions').split((day - 1) * 24 + hour);
      for (let done = 0; done < byHour[hour];) {
        const count = Math.min(byHour[hour] - done, batch.probability.length - filled);
        // A batch may end within an hour: its part of the hour is the part of the impressions.
        const span = {
          start: start + (done / byHour[hour]) * HOUR_MS,
          hours: count / byHour[hour],
        };
        this.#draw(batch, filled, count, span, rng);
        done += count;
        filled += count;
        if (filled < batch.probability.length) continue;
        yield batch;
        left -= filled;
        filled = 0;
        batch = createDrawnBatch(Math.min(BATCH_SIZE, left));
      }
    }
  }

  #advanceTo(block: number): void {
    if (block === 0) return;
    if (block !== this.#block + 1) throw new RangeError(`block ${block} after ${this.#block}`);
    this.#block = block;
    this.catalog.advance(block);
    this.#itemTraffic.advance(block);
  }

  #draw(batch: DrawnBatch, from: number, count: number, span: TimeSpan, rng: Rng): void {
    const { impressions, probability } = batch;
    this.#drawCauses(impressions, probability, from, count, span, rng);
    for (let i = from; i < from + count; i++) {
      probability[i] = sigmoid(probability[i] + this.#constant);
      impressions.label[i] = rng.uniform() < probability[i] ? 1 : 0;
    }
  }

  /** Everything but the click: times spread evenly with jitter, so that they come in order. */
  #drawCauses(
    batch: ImpressionBatch,
    logits: Float64Array,
    from: number,
    count: number,
    span: TimeSpan,
    rng: Rng,
  ): void {
    const { userIndex, itemIndex, timeMs } = batch;
    const [hourSins, hourCoss, activities, positions] = batch.dense;
    const leaves = this.catalog.leaf.values;
    const quality = this.catalog.quality.values;
    const step = (span.hours * HOUR_MS) / count;
    for (let i = from; i < from + count; i++) {
      const user = this.#userTraffic.drawUser(rng);
      const item = this.#itemTraffic.drawItem(rng);
      const time = Math.floor(span.start + (i - from + rng.uniform()) * step);
      const angle = ((time % (24 * HOUR_MS)) * (2 * Math.PI)) / (24 * HOUR_MS);
      userIndex[i] = user;
      itemIndex[i] = item;
      timeMs[i] = time;
      hourSins[i] = Math.sin(angle);
      hourCoss[i] = Math.cos(angle);
      activities[i] = this.#userTraffic.activity[user];
      positions[i] = rng.int(NUM_POSITIONS) / NUM_POSITIONS;
      const leaf = leaves[item];
      logits[i] = clickLogit({
        taste: this.taste.of(user, leaf),
        item: quality[item] + this.#leafQuality[leaf],
        hourSin: hourSins[i],
        hourCos: hourCoss[i],
        activity: activities[i],
        position: positions[i],
      });
    }
  }
}

interface TimeSpan {
  /** UTC milliseconds. */
  readonly start: number;
  readonly hours: number;
}

function createBatch(size: number): ImpressionBatch {
  return {
    userIndex: new Int32Array(size),
    itemIndex: new Int32Array(size),
    timeMs: new Float64Array(size),
    label: new Uint8Array(size),
    dense: DENSE_FEATURES.map(() => new Float32Array(size)),
  };
}

function createDrawnBatch(size: number): DrawnBatch {
  return { impressions: createBatch(size), probability: new Float64Array(size) };
}
