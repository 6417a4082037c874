import { expect, test } from 'vitest';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';

const RAW = {
  corpus: 'corpus',
  sids: 'sids.arrow',
  strategies: ['random', { name: 'prefix-2', embed: 'prefix', depth: 2 }],
  seeds: [1, 2],
  ranker: { days: '1-4' },
};

const CLAIM = {
  paper: 'Table 3a',
  says: 'prefix below random on new items',
  figure: 'ne/new',
  of: 'prefix-2',
  than: 'random',
  expect: 'lower',
};

test('title, claims and points; a claim on NE is in percent where nothing is said', () => {
  const { title, claims, points } = parseCompareConfig({
    ...RAW,
    title: 'segments',
    claims: [CLAIM, { ...CLAIM, figure: 'auc/all', expect: 'equal', margin: 0.01 }],
  });
  expect(title).toBe('segments');
  expect(claims).toMatchObject([
    { of: ['prefix-2'], than: ['random'], unit: 'percent', margin: 0 },
    { figure: 'auc/all', unit: 'absolute', margin: 0.01 },
  ]);
  expect(points).toMatchObject([{ point: {}, label: '', config: { baseline: 'random' } }]);
});

test('a claim about pairs of lines of a sweep', () => {
  const { points, claims } = parseCompareConfig({
    ...RAW,
    sweep: { 'ranker.history': ['bypass', 'pma'] },
    claims: [
      {
        ...CLAIM,
        figure: 'ne/all',
        of: ['prefix-2, history pma', 'random, history pma'],
        than: ['prefix-2, history bypass', 'random, history bypass'],
      },
    ],
  });
  expect(points.map(({ config }) => config.ranker)).toEqual([
    { days: { from: 1, to: 4 }, history: 'bypass' },
    { days: { from: 1, to: 4 }, history: 'pma' },
  ]);
  expect(claims[0].of).toHaveLength(2);
});

test.each([
  [{ simulate: {} }, 'give one of "corpus" (a folder), "simulate" and "import", no two of them'],
  [{ corpus: undefined }, 'give one of "corpus" (a folder), "simulate" and "import"'],
  [{ rqvae: {} }, 'give "sids" (a file) or "rqvae", not both'],
  [{ sids: undefined }, 'strategy "prefix-2" needs semantic IDs; give "sids" or "rqvae"'],
  [
    {
      sids: undefined,
      strategies: ['individual'],
      baseline: 'individual',
      analyses: ['recency', 'representation'],
    },
    '"analyses": representation needs semantic IDs; give "sids" or "rqvae"',
  ],
  [{ strategies: ['prefx'] }, '"strategies[0]" is "prefx"; did you mean "prefix"?'],
  [{ strategies: ['sum', 'sum'] }, 'two strategies are called "sum"; give one another "name"'],
  [{ baseline: 'randm' }, '"baseline" is "randm"; did you mean "random"?'],
  [{ seed: [1] }, 'unknown key "seed"; did you mean "seeds"?'],
  [{ evaluate: { hour: 6 } }, 'unknown key "evaluate.hour"; did you mean "hours"?'],
  [{ drift: { earlyDay: 1 } }, '"drift.lateDay" is missing'],
  [{ analyses: ['recncy'] }, '"analyses[0]" is "recncy"; did you mean "recency"?'],
  [{ analyses: ['recency', { analysis: 'recency' }] }, '"analyses" names "recency" twice'],
  [{ sweep: { 'ranker.history': 'pma' } }, '"sweep": "ranker.history" must be a list of values'],
  [{ sweep: { claims: [1] } }, '"sweep" cannot change "claims"; known: corpus'],
  [
    { sweep: { 'evaluate.hour': [1] } },
    'unknown key "evaluate.hour"; did you mean "hours"? (at "hour 1" of the sweep)',
  ],
  [
    { claims: [{ ...CLAIM, than: 'randm' }] },
    '"claims[0]": there is no line "randm"; did you mean "random"?',
  ],
  [
    { claims: [{ ...CLAIM, figure: 'ne/news' }] },
    '"claims[0].figure" is "ne/news"; did you mean "ne/new"?',
  ],
  [{ claims: [{ ...CLAIM, figure: 'drift_percent' }] }, '"claims[0].figure" is "drift_percent"'],
  [{ claims: [{ ...CLAIM, than: ['a', 'b'] }] }, 'give one line in "of" and one in "than"'],
  [{ claims: [{ ...CLAIM, expect: 'equal' }] }, '"claims[0].margin" goes with "expect": "equal"'],
  [{ claims: [{ ...CLAIM, expect: 'less' }] }, '"claims[0].expect" is "less"'],
])('%j: %s', (change, message) => {
  expect(() => parseCompareConfig({ ...RAW, ...change })).toThrow(message);
});

test('settings by --embed name are over those for all lines and below those of one line', () => {
  const { points } = parseCompareConfig({
    ...RAW,
    strategies: [...RAW.strategies, { name: 'own', embed: 'prefix', tableLearningRate: 0.3 }],
    ranker: { ...RAW.ranker, learningRate: 0.005, tableLearningRate: 0.1 },
    rankerByEmbed: { prefix: { learningRate: 0.02, tableLearningRate: 0.2 }, sum: {} },
  });
  const rates = points[0].config.strategies.map(({ name, ranker }) => [
    ...[name, ranker.learningRate, ranker.tableLearningRate],
  ]);
  expect(rates).toEqual([
    ['random', 0.005, 0.1],
    ['prefix-2', 0.02, 0.2],
    ['own', 0.02, 0.3],
  ]);
});

test.each([
  [{ prefx: {} }, 'unknown key "rankerByEmbed.prefx"; did you mean "prefix"?'],
  [{ prefix: { learningRate: -1 } }, '"rankerByEmbed.prefix.learningRate"'],
])('settings by --embed name that do not fit: %j', (rankerByEmbed, text) => {
  expect(() => parseCompareConfig({ ...RAW, rankerByEmbed })).toThrow(text);
});
