// The world as a corpus, with its truth.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CALENDAR_DAY_MS, corpusPath, dayPath, writeCorpusInfo } from '../../artifacts/corpus.ts';
import type { CorpusInfo } from '../../artifacts/corpus.ts';
import { writeIds } from '../../artifacts/id-file.ts';
import { createDayWriter } from '../../artifacts/impressions.ts';
import { writeItemEmbeddings } from '../../artifacts/item-embeddings.ts';
import {
  itemTruthPath,
  probabilityPath,
  writeItemTruth,
  writeProbabilities,
} from '../../artifacts/world-truth.ts';
import { InterruptedError } from '../../util/errors.ts';
import type { Ids } from '../../util/ids.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';
import { COPY_KINDS } from './catalog.ts';
import { completeWorldConfig } from './check-world-config.ts';
import { DENSE_FEATURES } from './clicks.ts';
import { drawEmbeddings } from './draw-embeddings.ts';
import { LogCounts } from './log-counts.ts';
import { TasteSample } from './taste-sample.ts';
import type { WorldConfig } from './world-config.ts';
import { measureWorldFacts } from './world-facts.ts';
import { readCatalogTree } from './read-catalog-tree.ts';
import type { WorldFact } from './world-fact.ts';
import { FIRST_DAY_START_MS, World } from './world.ts';

export interface SimulationJob {
  readonly config: WorldConfig;
  /** An empty folder. */
  readonly folder: string;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

export interface Simulation {
  /** The job's, with the defaults of its family. */
  readonly config: WorldConfig;
  readonly info: CorpusInfo;
  readonly facts: readonly WorldFact[];
  /** Items that copy another, by kind. */
  readonly copies: { readonly exact: number; readonly near: number };
  /** Files that were read, by name. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Draws a world and writes its log as a corpus. `truth/` beside it holds what no ranker may read: true click
 * probabilities, the items' clusters, quality, and what they are copies of. A world over a catalog has its items and their
 * ids, and no embeddings: nothing of the tree is in the corpus.
 *
 * @throws UserError for settings out of bounds, InterruptedError once `shouldStop` says so
 */
export async function simulateCorpus(job: SimulationJob): Promise<Simulation> {
  const { folder } = job;
  const given = await readCatalogTree(job.config, job.shouldStop);
  const config = completeWorldConfig(job.config, given);
  mkdirSync(join(folder, 'days'));
  mkdirSync(join(folder, 'truth'));
  const world = new World(config, given);
  const counts = new LogCounts();
  const tastes = new TasteSample(world);
  const clicksPerDay: number[] = [];
  for (let day = 1; day <= config.days; day++) {
    clicksPerDay.push(await writeDay({ ...job, config }, world, { counts, tastes }, day));
  }
  const { numItems } = world.catalog;
  const itemIds = world.itemIds();
  await writeIds(corpusPath(folder, 'items.arrow'), 'item_id', itemIds);
  await writeIds(corpusPath(folder, 'users.arrow'), 'user_id', countFrom1(config.users));
  const embeddings_ND = given === undefined ? await writeEmbeddings(folder, world, itemIds) : null;
  const copies = await writeTruth(folder, world, itemIds);
  const facts = measureWorldFacts(world, counts, embeddings_ND, tastes.spread());
  const info: CorpusInfo = {
    format: 'sid-corpus-1',
    source: 'simulate',
    numItems,
    numUsers: config.users,
    numDays: config.days,
    firstDayStartMs: FIRST_DAY_START_MS,
    dayMs: CALENDAR_DAY_MS,
    impressionsPerDay: clicksPerDay.map(() => config.impressionsPerDay),
    clicksPerDay,
    denseFeatures: [...DENSE_FEATURES],
    embeddingWidth: embeddings_ND === null ? 0 : config.embeddingWidth,
    negativesRule: 'none sampled: simulated impressions that were not clicked',
    notes: { world: withoutPaths(config), facts, copies },
  };
  await writeCorpusInfo(folder, info);
  return { config, info, facts, copies, inputs: given?.inputs ?? {} };
}

/** A corpus is the same wherever its catalog lies. */
function withoutPaths(config: WorldConfig): object {
  return { ...config, catalog: undefined, columns: undefined };
}

/** Draws them. */
async function writeEmbeddings(
  folder: string,
  { config, catalog, tree, rng }: World,
  itemIds: Ids,
): Promise<Float32Array> {
  const { embeddingWidth: width } = config;
  const embeddings_ND = drawEmbeddings(config, catalog, tree, rng.split('embeddings'));
  const items = { itemIds, embeddings_ND, width };
  await writeItemEmbeddings(corpusPath(folder, 'embeddings.arrow'), items);
  return embeddings_ND;
}

/** @returns the day's clicks */
async function writeDay(
  { config, folder, onProgress, shouldStop }: SimulationJob,
  world: World,
  meters: { readonly counts: LogCounts; readonly tastes: TasteSample },
  day: number,
): Promise<number> {
  const total = config.days * config.impressionsPerDay;
  let done = (day - 1) * config.impressionsPerDay;
  const clicksBefore = meters.counts.numClicks;
  const writer = await createDayWriter(dayPath(folder, day), DENSE_FEATURES);
  async function* probabilities(): AsyncGenerator<Float32Array> {
    for (const batch of world.drawDay(day)) {
      if (shouldStop()) throw new InterruptedError('stopped; nothing was written');
      await writer.write(batch.impressions);
      meters.counts.add(batch, day, world.catalog.numItems);
      meters.tastes.add(batch);
      done += batch.probability.length;
      onProgress({ stage: `day ${day} of ${config.days}`, done, total, unit: 'impressions' });
      yield Float32Array.from(batch.probability);
    }
  }
  try {
    await writeProbabilities(probabilityPath(folder, day), probabilities());
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return meters.counts.numClicks - clicksBefore;
}

async function writeTruth(
  folder: string,
  { catalog, tree }: World,
  itemIds: Ids,
): Promise<Simulation['copies']> {
  const { numItems } = catalog;
  const leaf = catalog.leaf.values.slice(0, numItems);
  const nodes = (level: number): Int32Array => leaf.map((each) => tree.nodeAt(each, level));
  const copyKind = Array.from(
    catalog.copyKind.values.subarray(0, numItems),
    (kind) => COPY_KINDS[kind],
  );
  await writeItemTruth(itemTruthPath(folder), {
    itemIds,
    cluster: tree.numNodes.map((_, level) => nodes(level)),
    quality: catalog.quality.values.slice(0, numItems),
    copyOf: catalog.copyOf.values.slice(0, numItems),
    copyKind,
  });
  const count = (wanted: string): number => copyKind.filter((kind) => kind === wanted).length;
  return { exact: count('exact'), near: count('near') };
}

function countFrom1(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => i + 1);
}
