import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dayPath } from '../../../src/artifacts/corpus.ts';
import { readDay } from '../../../src/artifacts/impressions.ts';
import type { ImpressionBatch } from '../../../src/artifacts/impressions.ts';
import { readItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { simulateCorpus } from '../../../src/data/simulate/simulate-corpus.ts';
import type { Simulation } from '../../../src/data/simulate/simulate-corpus.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../../src/data/simulate/world-config.ts';
import { createImpressionCheck } from '../../../src/data/validate-impressions.ts';
import { InterruptedError } from '../../../src/util/errors.ts';

const SMALL = { items: 300, users: 100, days: 3, impressionsPerDay: 5000 };

async function simulate(settings: Partial<WorldConfig>): Promise<Simulation & { folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'sid-simulate-'));
  const config = { ...DEFAULT_WORLD_CONFIG, ...SMALL, ...settings };
  const job = { config, folder, onProgress: () => undefined, shouldStop: () => false };
  return { ...(await simulateCorpus(job)), folder };
}

async function readWholeDay(
  simulation: Simulation & { folder: string },
  day: number,
): Promise<ImpressionBatch[]> {
  const batches: ImpressionBatch[] = [];
  const path = dayPath(simulation.folder, day);
  const check = createImpressionCheck(simulation.info, day, path);
  for await (const batch of readDay(path, simulation.info.denseFeatures)) {
    check(batch);
    batches.push(batch);
  }
  return batches;
}

const bytesOf = (folder: string, file: string): Buffer => readFileSync(join(folder, file));

test('the log passes the checks of the readers: in time order, within its day, known users and items', async () => {
  const simulation = await simulate({});
  let clicks = 0;
  for (let day = 1; day <= SMALL.days; day++) {
    const batches = await readWholeDay(simulation, day);
    const size = batches.reduce((sum, { label }) => sum + label.length, 0);
    expect(size).toBe(SMALL.impressionsPerDay);
    clicks += batches.reduce((sum, { label }) => sum + label.reduce((a, b) => a + b, 0), 0);
  }
  expect(clicks).toBe(simulation.info.clicksPerDay.reduce((sum, count) => sum + count, 0));
  const { embeddings_ND, width } = await readItemEmbeddings(
    join(simulation.folder, 'embeddings.arrow'),
  );
  expect(embeddings_ND.length).toBe(simulation.info.numItems * width);
});

test('the same seed gives the same bytes, another seed others, more days the same first days', async () => {
  const [once, again, other, longer] = [
    await simulate({}),
    await simulate({}),
    await simulate({ seed: 2 }),
    await simulate({ days: 5 }),
  ];
  for (const file of [
    'days/day-002.arrow',
    'truth/day-002.arrow',
    'embeddings.arrow',
    'truth/items.arrow',
  ]) {
    expect(bytesOf(again.folder, file).equals(bytesOf(once.folder, file)), file).toBe(true);
    expect(bytesOf(other.folder, file).equals(bytesOf(once.folder, file)), file).toBe(false);
  }
  const day = 'days/day-003.arrow';
  expect(bytesOf(longer.folder, day).equals(bytesOf(once.folder, day))).toBe(true);
});

test('a world of some size has the facts of the paper', async () => {
  const { facts } = await simulate({
    items: 8000,
    users: 1000,
    days: 14,
    impressionsPerDay: 60_000,
  });
  const drawn = (start: string): number =>
    facts.find(({ fact }) => fact.startsWith(start))?.drawn ?? NaN;
  expect(drawn('impressions of the top')).toBeGreaterThan(18);
  expect(drawn('impressions of the top')).toBeLessThan(32);
  expect(drawn('impressions of the next')).toBeGreaterThan(44);
  expect(drawn('impressions of the next')).toBeLessThan(56);
  expect(drawn('impressions of the last')).toBeGreaterThan(20);
  expect(drawn('impressions of the last')).toBeLessThan(30);
  expect(drawn('items of day 1 gone')).toBeGreaterThan(42);
  expect(drawn('items of day 1 gone')).toBeLessThan(58);
  expect(drawn('items of the last day come')).toBeGreaterThan(42);
  expect(drawn('items of the last day come')).toBeLessThan(65);
  expect(drawn('clicks')).toBeGreaterThan(7);
  expect(drawn('clicks')).toBeLessThan(9);
  // There is something to learn, and noise that nobody can learn.
  expect(drawn('NE of the true')).toBeGreaterThan(0.7);
  expect(drawn('NE of the true')).toBeLessThan(0.9);
});

test.each([
  { items: 1, users: 1, days: 1, impressionsPerDay: 1 },
  { items: 2, users: 1, days: 8, impressionsPerDay: 20, copyShare: 0.5 },
  { clusters: [1, 1, 1] as const, embeddingWidth: 1, embeddingNoise: 0 },
])('a world of the smallest size works: %o', async (settings) => {
  const simulation = await simulate(settings);
  await readWholeDay(simulation, 1);
});

test('interrupted, it leaves no corpus behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-simulate-'));
  mkdirSync(folder, { recursive: true });
  const config = { ...DEFAULT_WORLD_CONFIG, ...SMALL };
  const job = { config, folder, onProgress: () => undefined, shouldStop: () => true };
  await expect(simulateCorpus(job)).rejects.toThrow(InterruptedError);
  expect(existsSync(join(folder, 'corpus.json'))).toBe(false);
});
