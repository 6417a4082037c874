import { expect, test } from 'vitest';
import { describeIntervals, describeSources } from '../../../src/records/interval-sources.ts';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';
import { listIntervalSources } from '../../../src/experiments/compare/list-interval-sources.ts';
import type { PreparedInputs } from '../../../src/experiments/compare/plan-trials.ts';

const RAW = {
  corpus: 'shop',
  rqvae: { levels: 3 },
  strategies: ['random', 'prefix'],
  seeds: [1, 2],
  ranker: { days: '1-4' },
};

const bySeed = <T>(of: (seed: number) => T) => new Map([1, 2].map((seed) => [seed, of(seed)]));
const shop = { corpora: bySeed(() => 'shop'), ownSids: new Map() };
const ownCodes = { ...shop, sids: bySeed((seed) => `codes-${seed}`) };
const sharedCodes = { ...shop, sids: bySeed(() => 'codes') };
const noCodes = { ...shop, sids: bySeed(() => undefined) };

const sources = (raw: object, ...inputs: PreparedInputs[]) =>
  listIntervalSources(parseCompareConfig({ ...RAW, ...raw }).points, inputs);

test('each seed has its codes; users and items vary with every number of seeds', () => {
  const found = sources({}, ownCodes);
  expect(found).toEqual({
    varies: ['ranker', 'hash', 'codes', 'users', 'items'],
    fixed: ['log'],
  });
  expect(describeSources(found)).toBe(
    'rankers, hash functions, codes (a quantizer each), the users and the items that models are measured on vary; ' +
      'the log that models are trained on does not',
  );
  expect(sources({ seeds: [1] }, { ...shop, sids: new Map([[1, 'codes-1']]) })).toEqual({
    varies: ['users', 'items'],
    fixed: ['ranker', 'hash', 'codes', 'log'],
  });
});

test('codes that all seeds share do not vary, at one point of a sweep or at all', () => {
  const shared = {
    varies: ['ranker', 'hash', 'users', 'items'],
    fixed: ['codes', 'log'],
  };
  expect(sources({}, sharedCodes)).toEqual(shared);
  expect(sources({}, ownCodes, sharedCodes)).toEqual(shared);
  const file = { rqvae: null, sids: 'codes', strategies: ['prefix', 'trigram'] };
  expect(sources(file, sharedCodes)).toEqual({
    varies: ['ranker', 'users', 'items'],
    fixed: ['codes', 'log'],
  });
});

test('no codes, no word of them; what does not vary is one thing', () => {
  const plain = sources({ rqvae: null, strategies: ['random', 'individual'] }, noCodes);
  expect(plain).toEqual({ varies: ['ranker', 'hash', 'users', 'items'], fixed: ['log'] });
  expect(describeSources(plain)).toMatch(/the log that models are trained on does not$/);
});

test('a simulated world is the same for all seeds, or each has its own, with everything in it', () => {
  const simulated = { corpus: null, simulate: { seed: 3 } };
  expect(sources(simulated, ownCodes)).toMatchObject({ fixed: ['world', 'log'] });
  const worlds = { ...ownCodes, corpora: bySeed((seed) => `world-${seed}`) };
  const own = sources(simulated, worlds);
  expect(own.varies).toEqual(['ranker', 'hash', 'codes', 'world', 'users', 'items', 'log']);
  expect(own.fixed).toEqual([]);
  expect(sources({}, worlds, ownCodes).fixed).toEqual(['log']);
});

test('whatever encodes items was trained once', () => {
  const named = sources({ embeddings: { title: 'title', both: 'both' } }, ownCodes);
  expect(named.fixed).toEqual(['encoders', 'log']);
  expect(describeSources(named)).toMatch(
    /; the encoders of the items and the log that models are trained on do not$/,
  );
  expect(describeSources({ varies: ['world'], fixed: ['encoders'] })).toBe(
    'worlds vary; the encoders of the items do not',
  );
});

test('what intervals count, each kind once', () => {
  const kinds = [['seeds', 'users', 'items'], ['seeds', 'users', 'items'], ['seeds']] as const;
  expect(describeIntervals(kinds.map((each) => ({ sources: each })))).toBe(
    '95 % intervals: over seeds, users and items, over seeds alone',
  );
  expect(describeIntervals([{ sources: ['seeds', 'worlds'] }])).toContain('a world of its own');
  expect(describeIntervals([{ sources: ['users', 'items'] }])).toContain('there is one seed');
});

test('a line whose quantizer is one for all seeds keeps the codes from varying', () => {
  const own = { ...ownCodes, ownSids: new Map([['prefix', bySeed(() => 'codes')]]) };
  expect(sources({}, own).varies).toEqual(['ranker', 'hash', 'users', 'items']);
});
