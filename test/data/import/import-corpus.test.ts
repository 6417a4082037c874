import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dayPath, dayStartMs, readCorpusInfo } from '../../../src/artifacts/corpus.ts';
import type { EventSource, ImportOptions } from '../../../src/data/import/event-source.ts';
import { importCorpus } from '../../../src/data/import/import-corpus.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { Rng } from '../../../src/util/rng.ts';
import { importAndRead, PLAIN_OPTIONS, temporaryFolder } from './support.ts';
import type { ImportedCorpus, PlainImpression } from './support.ts';

const HOUR_MS = 3_600_000;
const folder = temporaryFolder();
/** London's clock goes forward on the second day. */
const START_MS = Date.UTC(2011, 2, 26);

/** A click log of 600 clicks over three days; some instants hold several, some clicks come twice. */
const rng = Rng.fromSeed(3);
const LOG = Array.from({ length: 600 }, () => ({
  user: rng.int(12),
  item: rng.int(25),
  timeMs: START_MS + rng.int(700) * 360_000,
}));

function openLog(): Promise<EventSource> {
  const rows = LOG.map(({ user, item, timeMs }) => `(${user}, ${item}, ${timeMs})`).join(', ');
  return Promise.resolve({
    name: 'test',
    eventsSql: `SELECT user_id, item_id, time_ms::BIGINT AS time_ms, NULL AS drop_reason
                FROM (VALUES ${rows}) t(user_id, item_id, time_ms)`,
    eventsPath: 'log.csv',
    // Items 20 to 24 have none.
    embeddingsSql: `SELECT i::BIGINT AS item_id, [i, 1]::FLOAT[] AS embedding, i + 1 AS row FROM range(20) r(i)`,
    embeddingsPath: 'items.csv',
    hasLabels: false,
    denseFeatures: () => [],
    inputs: {},
    notes: {},
  });
}

function importLog(options: Partial<ImportOptions> = {}): Promise<ImportedCorpus> {
  return importAndRead(folder, openLog, {
    timeZone: 'Europe/London',
    negatives: { perClick: 3, windowHours: 2 },
    ...options,
  });
}

/** The log's distinct clicks on items with an embedding. */
function plainClicks(): string[] {
  const kept = LOG.filter(({ item }) => item < 20);
  return [...new Set(kept.map(({ user, item, timeMs }) => `${timeMs} ${user} ${item}`))].sort();
}

const textOf = ({ timeMs, user, item }: PlainImpression): string => `${timeMs} ${user} ${item}`;

/** All files of a corpus by name. */
function bytesOf(corpus: string): Map<string, string> {
  const names = readdirSync(corpus, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    names.map((name) => [name.slice(corpus.length), readFileSync(name).toString('base64')]),
  );
}

describe('importCorpus', () => {
  test('has each click once, in the day of London’s clock', async () => {
    const { impressions, info, folder: corpus } = await importLog();
    const clicks = impressions.filter(({ label }) => label === 1);
    expect(clicks.map(textOf).sort()).toEqual(plainClicks());
    const saved = readCorpusInfo(corpus);
    expect(saved).toEqual(info);
    expect(saved.dayStartsMs).toEqual([0, 24, 47, 71].map((hours) => START_MS + hours * HOUR_MS));
    for (const { day, timeMs } of impressions) {
      expect(timeMs).toBeGreaterThanOrEqual(dayStartMs(saved, day));
      expect(timeMs).toBeLessThan(dayStartMs(saved, day + 1));
    }
    expect(info.clicksPerDay.reduce((sum, n) => sum + n)).toBe(clicks.length);
  });

  test('each click has its negatives, none of them clicked by that user at that moment', async () => {
    const { impressions, info, report } = await importLog();
    const clicks = impressions.filter(({ label }) => label === 1);
    const found = Object.values(report.standing_probe?.ne ?? {});
    expect(info.negativesProbeNe).toBe(found.toSorted((a, b) => a - b)[0]);
    for (const { user, timeMs } of clicks) {
      const beside = impressions.filter((other) => other.user === user && other.timeMs === timeMs);
      const basket = beside.filter(({ label }) => label === 1).map(({ item }) => item);
      const negatives = beside.filter(({ label }) => label === 0);
      expect(negatives).toHaveLength(basket.length * 3);
      expect(negatives.some(({ item }) => basket.includes(item))).toBe(false);
    }
    expect(report.clicks).toMatchObject({
      clicks: clicks.length,
      negatives: 3 * clicks.length,
      clicksWithFewer: 0,
    });
  });

  test('the same seed gives the same bytes; another gives other negatives to the same clicks', async () => {
    const [first, second, other] = [
      await importLog(),
      await importLog(),
      await importLog({ seed: 6 }),
    ];
    expect(bytesOf(second.folder)).toEqual(bytesOf(first.folder));
    const byLabel = (corpus: ImportedCorpus, wanted: number): string[] =>
      corpus.impressions.filter(({ label }) => label === wanted).map(textOf);
    expect(byLabel(other, 1)).toEqual(byLabel(first, 1));
    expect(byLabel(other, 0)).not.toEqual(byLabel(first, 0));
  });

  test('lists items with an embedding, or those seen', async () => {
    const days = { from: 3, to: 3 };
    const all = await importLog({ days });
    const seen = await importLog({ days, catalog: 'seen' });
    expect(all.info.numItems).toBe(20);
    const items = new Set(
      LOG.filter(({ timeMs, item }) => timeMs >= START_MS + 47 * HOUR_MS && item < 20).map(
        ({ item }) => item,
      ),
    );
    expect(seen.info.numItems).toBe(items.size);
    expect(
      seen.impressions.map(textOf).filter((text) => !all.impressions.map(textOf).includes(text)),
    ).toEqual([]);
  });

  test('stops when asked, and leaves no database behind', async () => {
    const corpus = join(folder, 'stopped');
    const running = importCorpus({
      folder: corpus,
      openSource: openLog,
      options: PLAIN_OPTIONS,
      memoryMb: 128,
      onProgress: ignoreProgress,
      shouldStop: () => true,
    });
    await expect(running).rejects.toThrow(InterruptedError);
    expect(readdirSync(corpus)).toEqual([]);
  });

  test('leaves nothing but the corpus', async () => {
    const { folder: corpus, info } = await importLog();
    expect(readdirSync(corpus).sort()).toEqual([
      'corpus.json',
      'days',
      'embeddings.arrow',
      'items.arrow',
      'users.arrow',
    ]);
    const days = Array.from({ length: info.numDays }, (_, i) =>
      dayPath('', i + 1)
        .split('/')
        .at(-1),
    );
    expect(readdirSync(join(corpus, 'days')).sort()).toEqual(days);
  });
});
