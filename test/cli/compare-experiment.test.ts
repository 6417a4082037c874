import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const SCRIPT = resolve('dist/bin/sid.js');
const folder = mkdtempSync(join(tmpdir(), 'sid-experiment-'));
const config = join(folder, 'experiment.json');
const MINUTE = 60_000;

/** Analyses, a sweep over the codes and claims, on a world that takes seconds. */
const EXPERIMENT = {
  title: 'a very small world',
  simulate: { items: 150, users: 80, days: 3, impressionsPerDay: 600, seed: 1 },
  rqvae: { levels: 2, epochs: 2 },
  strategies: ['individual', 'prefix'],
  seeds: [1, 2],
  ranker: {
    ...{ days: '1-2', history: 'pma', historyLength: 4, modelWidth: 8, batchSize: 128 },
    heldOutShare: 0.2,
  },
  analyses: [{ analysis: 'attention', examples: 50 }, 'representation'],
  sweep: { 'rqvae.codebookSize': [4, 8] },
  claims: [
    {
      ...{ paper: 'Table 3a', says: 'prefix below individual', figure: 'ne/all', expect: 'lower' },
      ...{ of: 'prefix, codebookSize 8', than: 'individual, codebookSize 8' },
    },
    {
      ...{ paper: 'Table 6', says: 'more so with more codes', figure: 'ne/all', expect: 'lower' },
      of: ['prefix, codebookSize 8', 'individual, codebookSize 8'],
      than: ['prefix, codebookSize 4', 'individual, codebookSize 4'],
    },
    {
      ...{ paper: 'Table 5', says: 'no such thing', figure: 'representation/items' },
      ...{ of: 'prefix, codebookSize 4', than: 1, expect: 'equal', margin: 2 },
    },
  ],
};

interface Results {
  readonly title: string;
  readonly trials: { readonly reused: number; readonly trained: number };
  readonly missing: readonly string[];
  readonly strategies: readonly {
    readonly strategy: string;
    readonly base: string;
    readonly point: Readonly<Record<string, unknown>>;
    readonly ne: number;
    readonly folders: readonly string[];
    readonly figures: Readonly<
      Record<string, { readonly mean: number; readonly by_seed: Readonly<Record<string, number>> }>
    >;
  }[];
  readonly claims: readonly {
    readonly difference: number | null;
    readonly verdict: string;
    readonly reason?: string;
    readonly seeds: readonly number[];
  }[];
}

function sid(words: readonly string[]): { status: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [SCRIPT, ...words], { encoding: 'utf8' });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

function compare(out: string, ...more: readonly string[]): Results {
  const words = ['compare', '--config', config, '--out', join(folder, out), '--json', ...more];
  const { status, out: text, err } = sid(words);
  expect(status, err).toBe(0);
  return JSON.parse(text) as Results;
}

let results: Results;

beforeAll(() => {
  if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
  writeFileSync(config, JSON.stringify(EXPERIMENT));
  results = compare('whole', '--jobs', '2');
}, 2 * MINUTE);

test('lines for each point, one model for those that do not depend on the codes', () => {
  const { title, strategies, trials } = results;
  expect(title).toBe('a very small world');
  expect(strategies.map(({ strategy, base, point }) => [strategy, base, point])).toEqual([
    ['individual, codebookSize 4', 'individual', { 'rqvae.codebookSize': 4 }],
    ['prefix, codebookSize 4', 'prefix', { 'rqvae.codebookSize': 4 }],
    ['individual, codebookSize 8', 'individual', { 'rqvae.codebookSize': 8 }],
    ['prefix, codebookSize 8', 'prefix', { 'rqvae.codebookSize': 8 }],
  ]);
  expect(strategies[0].folders).toEqual(strategies[2].folders);
  expect(trials).toEqual({ reused: 0, trained: 6 });
});

test('figures of analyses by seed; representation with the codes of its point', () => {
  const [coarse, prefix, fine] = results.strategies.map(({ figures }) => figures);
  expect(Object.keys(prefix['attention/entropy'].by_seed)).toEqual(['1', '2']);
  expect(prefix['attention/entropy'].mean).toBeGreaterThan(0);
  expect(prefix['representation/items']).toBeUndefined();
  const clusters = 'representation/clusters_depth_1';
  expect(coarse[clusters].mean).toBeLessThanOrEqual(4);
  expect(fine[clusters].mean).toBeGreaterThan(coarse[clusters].mean);
});

test('claims: the difference by hand, the gain of the same point, and what is missing', () => {
  const [first, second, third] = results.claims;
  const percent = (line: number, seed: number): number => {
    const ne = (i: number): number => results.strategies[i].figures['ne/all'].by_seed[seed];
    return 100 * (ne(line) / ne(line - 1) - 1);
  };
  expect(first.difference).toBeCloseTo((percent(3, 1) + percent(3, 2)) / 2, 8);
  expect(second.difference).toBeCloseTo(
    (percent(3, 1) - percent(1, 1) + percent(3, 2) - percent(1, 2)) / 2,
    8,
  );
  expect(second.seeds).toEqual([1, 2]);
  expect(third).toMatchObject({
    ...{ verdict: 'not measured', difference: null, seeds: [] },
    reason: '"prefix, codebookSize 4" has no representation/items',
  });
  const gain = results.strategies[3].figures['ne_gain_percent/all'].mean;
  expect(gain).toBeCloseTo(-(first.difference ?? NaN), 8);
});

test(
  'plan, the printed commands in a shell, collect: what compare gives by itself',
  () => {
    const sets = ['seeds=[1]', 'sweep={"rqvae.codebookSize":[4]}', 'claims=[]'];
    const few = sets.flatMap((set) => ['--set', set]);
    const words = ['compare', '--config', config, '--out', join(folder, 'planned'), ...few];
    const { status, out: plan, err } = sid([...words, '--plan']);
    expect(status, err).toBe(0);
    const trials = plan
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { trial: string; command: string; words: string[] });
    expect(new Set(trials.map(({ trial }) => trial)).size).toBe(2);
    const threads = { SID_THREADS: '1', TF_NUM_INTRAOP_THREADS: '1', OMP_NUM_THREADS: '1' };
    const env = { ...process.env, ...threads };
    const shell = (command: string): void => {
      execFileSync('sh', ['-c', command], { cwd: tmpdir(), env, stdio: 'pipe' });
    };
    shell(trials[0].command);
    const record = readFileSync(join(runOf(trials[0].words), 'run.json'), 'utf8');
    const part = compare('planned', '--collect', ...few);
    expect(part.trials).toEqual({ reused: 1, trained: 0 });
    expect(part.missing).toEqual(['prefix, codebookSize 4 seed 1']);
    for (const { command } of trials) shell(command);
    // Run twice, it left alone what was finished.
    expect(readFileSync(join(runOf(trials[0].words), 'run.json'), 'utf8')).toBe(record);
    const collected = compare('planned', '--collect', ...few);
    expect(collected.missing).toEqual([]);
    const byItself = compare('whole', ...few);
    expect(byItself.trials).toEqual({ reused: 2, trained: 0 });
    expect(figuresOf(collected)).toEqual(figuresOf(byItself));
    expect(sid([...words, '--plan']).out).toBe('');
  },
  2 * MINUTE,
);

test('comparisons that share a store share trials', () => {
  const few = ['--set', 'strategies=["prefix"]', '--set', 'claims=[]', '--set', 'analyses=[]'];
  const first = compare('other', '--store', join(folder, 'whole'), ...few);
  expect(first.trials).toEqual({ reused: 4, trained: 0 });
  expect(first.strategies[1].ne).toBe(results.strategies[3].ne);
  const again = compare('other', '--store', join(folder, 'whole'), ...few);
  expect(again.strategies).toEqual(first.strategies);
  // With another store nothing is found, and what was measured stays.
  const file = join(folder, 'other', 'results.json');
  const before = readFileSync(file, 'utf8');
  const words = [
    'compare',
    '--config',
    config,
    '--out',
    join(folder, 'other'),
    '--collect',
    ...few,
  ];
  const { status, err } = sid([...words, '--store', join(folder, 'empty-store')]);
  expect(status).toBe(2);
  expect(err).toContain('no trial is finished in');
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('--collect with nothing made: a warning, not an error', () => {
  const words = ['compare', '--config', config, '--out', join(folder, 'empty'), '--collect'];
  const { status, out, err } = sid(words);
  expect([status, out]).toEqual([0, 'a very small world\n\nno trial is finished\n']);
  expect(err).toContain('warning: not finished yet: the corpus or codes of "codebookSize 4", the');
});

function runOf(words: readonly string[]): string {
  const { steps } = JSON.parse(words[words.length - 1]) as { steps: { out: string }[] };
  return steps[0].out;
}

function figuresOf({ strategies }: Results): unknown {
  return strategies.map(({ strategy, ne, figures }) => ({ strategy, ne, figures }));
}
