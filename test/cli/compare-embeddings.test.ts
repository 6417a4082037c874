import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { Rng } from '../../src/util/rng.ts';

const SCRIPT = resolve('dist/bin/sid.js');
const root = mkdtempSync(join(tmpdir(), 'sid-compare-embeddings-'));
const MINUTE = 60_000;
const NUM_ITEMS = 200;
const WIDTH = 6;

/** Items in 12 kinds; one encoder sees the kind, the other nothing. */
const itemIds = Array.from({ length: NUM_ITEMS }, (_, i) => `sku-${i}`);
const kinds = itemIds.map((_, i) => i % 12);
const catalog = join(root, 'items.csv');

const EXPERIMENT = {
  simulate: {
    ...{ catalog: [catalog], treeColumns: 'group,kind', halfLifeDays: 'none', clusterSpread: 2 },
    ...{
      items: NUM_ITEMS,
      users: 80,
      days: 3,
      impressionsPerDay: 4000,
      meanCtr: 0.3,
      tasteSpread: 0,
    },
    ...{ seed: 1, qualitySpread: 0 },
  },
  embeddings: { seeing: 'seeing', blind: 'blind' },
  rqvae: { levels: 2, epochs: 2, codebookSize: 12 },
  strategies: ['random', 'prefix'],
  seeds: [1, 2],
  ranker: { days: '1-2', history: 'bypass', historyLength: 4, modelWidth: 8, batchSize: 128 },
  analyses: ['score-sheet'],
  claims: [
    {
      ...{ paper: '-', says: 'what is seen helps', figure: 'ne/all', expect: 'lower' },
      ...{ of: 'prefix, seeing', than: 'prefix, blind' },
    },
  ],
};
const config = join(root, 'line.json');

interface Results {
  readonly strategies: readonly {
    readonly strategy: string;
    readonly folders: readonly string[];
    readonly figures: Readonly<Record<string, { readonly mean: number }>>;
  }[];
  readonly claims: readonly { readonly difference: number; readonly seeds: readonly number[] }[];
  readonly trials: { readonly reused: number; readonly trained: number };
}

function sid(...words: string[]): { status: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [SCRIPT, ...words], { encoding: 'utf8', cwd: root });
  return { status: done.status, out: done.stdout, err: done.stderr };
}
const compare = (...more: string[]) =>
  sid('compare', '--config', config, '--out', 'out', '--json', '--jobs', '2', ...more);

async function writeVectors(
  name: string,
  ids: Parameters<typeof writeItemEmbeddings>[1]['itemIds'],
) {
  const rng = Rng.fromSeed(7);
  const ofKinds = Float32Array.from({ length: 12 * WIDTH }, () => rng.normal());
  const embeddings_ND = Float32Array.from({ length: ids.length * WIDTH }, (_, i) => {
    const item = Math.floor(i / WIDTH);
    const seen = name === 'blind' ? 0 : ofKinds[kinds[item] * WIDTH + (i % WIDTH)];
    return seen + 0.2 * rng.normal();
  });
  const path = join(root, `${name}.arrow`);
  await writeItemEmbeddings(path, { itemIds: ids, embeddings_ND, width: WIDTH });
  return path;
}

let results: Results;

beforeAll(async () => {
  if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
  const rows = itemIds.map((id, i) => `${id},g${kinds[i] % 3},k${kinds[i]}`);
  writeFileSync(catalog, `id,group,kind\n${rows.join('\n')}\n`);
  const embeddings = {
    seeing: await writeVectors('seeing', itemIds),
    blind: await writeVectors('blind', itemIds),
  };
  writeFileSync(config, JSON.stringify({ ...EXPERIMENT, embeddings }));
  const { status, out, err } = compare();
  expect(status, err).toBe(0);
  results = JSON.parse(out) as Results;
}, 3 * MINUTE);

test('a row for each embedding with its own codes, one for those without codes; what is seen is worth NE', () => {
  expect(results.strategies.map(({ strategy }) => strategy)).toEqual([
    ...['random', 'prefix, seeing', 'prefix, blind'],
  ]);
  // 3 lines, 2 seeds.
  expect(results.trials).toEqual({ reused: 0, trained: 6 });
  const [, seeing, blind] = results.strategies.map(({ figures }) => figures['ne/all'].mean);
  expect(seeing).toBeLessThan(blind - 0.01);
  expect(results.claims[0].seeds).toEqual([1, 2]);
  expect(results.claims[0].difference).toBeCloseTo(100 * (seeing / blind - 1), 0);
});

test('the score sheet of a line is about the embeddings that its codes are from', () => {
  const [, seeing, blind] = results.strategies.map(({ figures }) => figures);
  const name = Object.keys(seeing).find((each) => each.startsWith('score-sheet/recall'));
  expect(name).toBeDefined();
  expect(seeing[name ?? ''].mean).not.toBe(blind[name ?? ''].mean);
});

test('finished, it is found again, in another config of one embedding too; killed between, it goes on', () => {
  expect((JSON.parse(compare('--collect').out) as Results).trials).toEqual({
    reused: 6,
    trained: 0,
  });
  const before = readdirSync(join(root, 'out', 'prepared')).length;
  const [path, value] = ['embeddings', JSON.stringify(join(root, 'seeing.arrow'))];
  const one = compare('--set', `${path}=${value}`, '--set', 'claims=[]');
  expect(one.status, one.err).toBe(0);
  expect((JSON.parse(one.out) as Results).trials).toEqual({ reused: 4, trained: 0 });
  expect(readdirSync(join(root, 'out', 'prepared')).length).toBe(before);
});

test('--plan lists what is left, runnable from anywhere', () => {
  const { out, err } = compare('--plan', '--set', 'seeds=[1,3]');
  const { trials } = JSON.parse(out) as { trials: readonly { words: readonly string[] }[] };
  expect(trials, err).toHaveLength(3);
  const [node, ...words] = trials[0].words;
  const done = spawnSync(node, words, { encoding: 'utf8', cwd: tmpdir() });
  expect(done.status, done.stderr).toBe(0);
});

test('what is wrong with embeddings is one line, before anything is trained', async () => {
  const made = (): number => statSync(join(root, 'out', 'prepared')).mtimeMs;
  const before = made();
  const answer = (value: string): string => {
    const { status, err } = compare('--set', `embeddings=${value}`, '--set', 'claims=[]');
    expect(status).toBe(2);
    return err.trim().split('\n').at(-1) ?? '';
  };
  const missing = JSON.stringify({ a: join(root, 'seeing.arrow'), b: join(root, 'none') });
  expect(answer(missing)).toContain('none does not exist; make it with sid embed');
  expect(made()).toBe(before);
  const few = await writeVectors('few', itemIds.slice(1));
  expect(answer(JSON.stringify(few))).toMatch(
    /few\.arrow has no embedding of item sku-0 of .*; give/,
  );
  const numbers = await writeVectors(
    'numbers',
    Float64Array.from(itemIds, (_, i) => i),
  );
  expect(answer(JSON.stringify(numbers))).toMatch(
    /ids are numbers in .* and strings in .*; write both alike/,
  );
});

test('a corpus over a catalog says that its embeddings are elsewhere', () => {
  const corpus = readdirSync(join(root, 'out', 'prepared')).find((name) => /^corpus-/.test(name));
  const { status, err } = sid(
    'train-rqvae',
    '--corpus',
    join('out', 'prepared', corpus ?? ''),
    '--out',
    'x',
  );
  expect(status).toBe(2);
  expect(err).toContain("has no embeddings, as its items are a catalog's; give --embeddings");
});
