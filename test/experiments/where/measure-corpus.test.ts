import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { simulateCorpus } from '../../../src/data/simulate/simulate-corpus.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../src/data/simulate/world-config.ts';
import { measureCorpus } from '../../../src/experiments/where/measure-corpus.ts';
import type { CorpusMeasures } from '../../../src/experiments/where/measure-corpus.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { TYPICAL_VARIANCES } from '../../../src/experiments/typical-variances.ts';
import { runCli } from '../../support/run-cli.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-where-'));
const watch = { onProgress: ignoreProgress, shouldStop: neverStop };

/** Worlds that differ in what content shows, and in how long items live. */
const WORLDS = { nothing: [0, 'none'], half: [0.5, 8], all: [1, 2] } as const;
const measured = new Map<string, CorpusMeasures>();

beforeAll(async () => {
  for (const [name, [contentSignal, halfLifeDays]] of Object.entries(WORLDS)) {
    const folder = join(root, name);
    mkdirSync(folder);
    const config = {
      ...DEFAULT_WORLD_CONFIG,
      ...{ family: 'hidden-factors' as const, contentSignal, halfLifeDays, qualitySpread: 0 },
      // Few enough that an item has some others of its own beside it.
      clusters: [16, 8, 2],
      ...{ items: 800, users: 2000, days: 8, impressionsPerDay: 25_000, seed: 2 },
    };
    await simulateCorpus({ config, folder, ...watch });
    measured.set(name, await measureCorpus(folder, 1, watch));
  }
}, 120_000);

function of(name: keyof typeof WORLDS): CorpusMeasures {
  const measures = measured.get(name);
  if (measures === undefined) throw new Error(name);
  return measures;
}

test("content's share of items' click rates is that of the world: 0, a half, all", () => {
  for (const name of ['nothing', 'half', 'all'] as const) {
    expect(Math.abs(of(name).content.share.value - WORLDS[name][0]), name).toBeLessThan(0.2);
  }
  expect(of('nothing').content.share.ci95[0]).toBeLessThan(0);
  expect(of('half').content.share.ci95[0]).toBeGreaterThan(0);
});

test('likeness to earlier clicks tells clicks from non-clicks only where content shows taste', () => {
  const [nothing, half, all] = [of('nothing'), of('half'), of('all')].map(({ taste }) => taste);
  expect(nothing.ci95[0]).toBeLessThan(0.5);
  expect(nothing.ci95[1]).toBeGreaterThan(0.5);
  expect(all.ci95[0]).toBeGreaterThan(0.5);
  expect(all.value).toBeGreaterThan(nothing.ci95[1]);
  expect(all.value).toBeGreaterThan(half.value);
});

test('half-lives are those of the worlds; where nothing dies, none is seen to', () => {
  const [none, eight, two] = [of('nothing'), of('half'), of('all')].map((each) => each.halfLife);
  for (const [wanted, { days, ci95 }] of [
    [8, eight],
    [2, two],
  ] as const) {
    expect(days / wanted).toBeGreaterThan(0.75);
    expect(days / wanted).toBeLessThan(1.33);
    expect(ci95[0]).toBeLessThan(wanted * 1.1);
    expect(ci95[1]).toBeGreaterThan(wanted * 0.9);
  }
  expect(none.ci95[0]).toBeGreaterThan(100);
});

test('about as many items live as the world has alive; those of the last day that are new follow from the half-life', () => {
  const { livingItems, impressionsPerItemDay, newOnLastDay } = of('all');
  expect(livingItems / 800).toBeGreaterThan(0.85);
  expect(livingItems / 800).toBeLessThan(1.3);
  expect(impressionsPerItemDay).toBeCloseTo(25_000 / livingItems, 6);
  // Of those on the last day, the ones born on it: 1 - 2^(-1/2), less those that are not shown at once.
  expect(newOnLastDay.items).toBeGreaterThan(0.2);
  expect(newOnLastDay.items).toBeLessThan(0.45);
  expect(of('nothing').newOnLastDay.items).toBeLessThan(0.02);
});

test('counts of a log written out by hand', async () => {
  // Day 1: a twice, b once; day 2: b once, c once (new). Two users, one on both days.
  const log = ['user,item,time,clicked', 'u,a,1000,1', 'v,a,2000,0', 'u,b,3000,0'];
  const later = ['u,b,90000000,1', 'u,c,90001000,0'];
  writeFileSync(join(root, 'log.csv'), [...log, ...later, ''].join('\n'));
  writeFileSync(join(root, 'items.csv'), 'id,x,y\na,1,0\nb,0,1\nc,1,1\nd,2,1\n');
  const embeddings = { file: 'items.csv', id: 'id', columns: ['x', 'y'] };
  const columns = { user: 'user', item: 'item', time: 'time', label: 'clicked' };
  const mapping = { events: ['log.csv'], ...columns, embeddings };
  writeFileSync(join(root, 'mapping.json'), JSON.stringify(mapping));
  const words = ['--mapping', join(root, 'mapping.json'), '--out', join(root, 'hand')];
  const made = await runCli('import', 'table', ...words, '--catalog', 'all');
  expect(made.status, made.err).toBe(0);
  const where = await runCli('where', '--corpus', join(root, 'hand'), '--json');
  expect(where.status, where.err).toBe(0);
  expect(JSON.parse(where.out)).toMatchObject({
    ...{ impressions: 5, clicks: 2, days: 2, users: 2, items: 3, items_in_table: 4 },
    impressions_per_user_day: 5 / 3,
    new_on_last_day: {
      ...{ items: 1 / 2, impressions: 1 / 2 },
      ...{ items_not_clicked: 1, impressions_not_clicked: 1 },
    },
    half_life: { days: null, items: 0 },
    content: { items: 0, share: null },
    negatives: { probe_ne: null },
    // A place on the shipped map by impressions alone: 5 of 2 items on 2 days.
    on_map: { log: { gone_a_day: null, content_share: null } },
    more_log: TYPICAL_VARIANCES.map(() => ({ impressions: 2 })),
  });
});

test('the printed facts and the record are of the same figures', async () => {
  const corpus = join(root, 'all');
  const out = join(root, 'out');
  const printed = await runCli('where', '--corpus', corpus, '--out', out);
  expect(printed.status, printed.err).toBe(0);
  const { livingItems, content } = of('all');
  expect(printed.out).toContain(Math.round(livingItems).toLocaleString('en-US'));
  expect(printed.out).not.toContain('outlive');
  expect(printed.out).toMatch(/^impressions per living item and day +\d+\.\d +\d/m);
  expect(printed.out).toMatch(/^prefix below random +[-+]/m);
  expect(printed.out).toMatch(/^gift shop, prefix over random +\d/m);
  const stable = await runCli('where', '--corpus', join(root, 'nothing'));
  expect(stable.out).toContain('outlive this log of 8 days');
  expect(printed.out).toContain(`${(100 * content.share.value).toFixed(1)} %`);
});
