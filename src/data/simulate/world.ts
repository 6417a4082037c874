// All of it, day by day.
import type { ImpressionBatch } from '../../artifacts/impressions.ts';
import type { Rng } from '../../util/rng.ts';
import type { Ids } from '../../util/ids.ts';
import { Catalog } from './catalog.ts';
import type { LeafOf } from './catalog.ts';
import type { CatalogTree } from './catalog-tree.ts';
import { clickLogit, DENSE_FEATURES, fitConstant, NUM_POSITIONS, sigmoid } from './clicks.ts';
import { ClusterTree } from './cluster-tree.ts';
import { sampleExposure } from './item-life.ts';
import { fitPopularityLaw } from './popularity-law.ts';
import { FAMILY_CODE } from './families/world-families.ts';
import type { ContentTies, WorldFamily } from './families/world-family.ts';
import { impressionsByHour, ItemTraffic, UserTraffic } from './traffic.ts';
import { BLOCKS_PER_DAY, HOURS_PER_BLOCK } from './world-config.ts';
import type { WorldConfig } from './world-config.ts';
import { evenShape } from './tree-shape.ts';
import { WorldItems } from './world-items.ts';
import { WorldRng } from './world-rng.ts';

const HOUR_MS = 3_600_000;
const BATCH_SIZE = 65_536;
const NUM_CALIBRATION = 40_000;

const ALL_TIES: ContentTies = { copiesShareLives: true, clusterDrift: 1 };

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
  readonly family: WorldFamily;
  readonly config: WorldConfig;
  readonly rng: WorldRng;
  readonly #items: WorldItems | undefined;
  readonly #itemTraffic: ItemTraffic;
  readonly #userTraffic: UserTraffic;
  readonly #constant: number;
  #block = 0;

  /** @param given the items of a catalog and their tree; without, both are drawn */
  constructor(config: WorldConfig, given?: CatalogTree) {
    const rng = WorldRng.of(config);
    const { structure, population } = rng;
    const code = FAMILY_CODE[config.family];
    const shape =
      given?.shape ??
      code.shapeTree?.(config, structure.split('branches')) ??
      evenShape(config.clusters);
    const ties = code.contentTies?.(config) ?? ALL_TIES;
    this.config = config;
    this.rng = rng;
    const tree = new ClusterTree(shape, structure.split('clusters'));
    const items = given && new WorldItems(given, population.split('order'));
    const leafOf: LeafOf = (item, leafRng) => items?.leafOf(item) ?? tree.drawLeaf(leafRng);
    const catalog = new Catalog(config, leafOf, ties, population.split('catalog'));
    this.tree = tree;
    this.#items = items;
    this.catalog = catalog;
    const family = code.create({ config, tree, catalog, rng });
    this.family = family;
    this.#itemTraffic = new ItemTraffic(
      {
        ...{ catalog, tree, driftSpread: config.driftSpread, clusterDrift: ties.clusterDrift },
        law: fitPopularityLaw(sampleExposure(config, structure.split('exposure'))),
        heat: (leaf) => family.heat?.(leaf) ?? 0,
      },
      population.split('traffic'),
    );
    this.#userTraffic = new UserTraffic(config.users, population.split('activity'));
    const sample = createBatch(NUM_CALIBRATION);
    const logits = new Float64Array(NUM_CALIBRATION);
    this.#drawCauses(
      sample,
      logits,
      0,
      NUM_CALIBRATION,
      { start: 0, hours: 24 },
      population.split('mean'),
    );
    this.#constant = fitConstant(logits, config.meanCtr);
  }

  /** Ids of the items so far: the catalog's own, or 1, 2, 3 ... */
  itemIds(): Ids {
    const { numItems } = this.catalog;
    return this.#items?.idsOf(numItems) ?? Float64Array.from({ length: numItems }, (_, i) => i + 1);
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
      const rng = this.rng.population.split('impressions').split((day - 1) * 24 + hour);
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
    this.family.advance(block);
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
      logits[i] = clickLogit({
        taste: this.family.taste(user, item),
        item: this.family.quality(item),
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
