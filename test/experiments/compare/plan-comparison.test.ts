import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';
import { planComparison } from '../../../src/experiments/compare/plan-comparison.ts';
import type { Step } from '../../../src/experiments/compare/step.ts';
import { runCli } from '../../support/run-cli.ts';
import { temporaryFolder, writeTinyCorpus } from '../tiny-run.ts';
import { CODE } from './tiny-trial.ts';

const root = temporaryFolder();
const corpus = await writeTinyCorpus(join(root, 'corpus'), [[0], [0]], 1);
const model = join(root, 'model');
mkdirSync(model);
const catalog = (name: string): void => {
  writeFileSync(join(root, name), 'id,title\n1,a\n');
};
catalog('items-1.csv');

const MADE = { items: [join(root, 'items-*.csv')], encoder: 'text', textModel: model };
const RAW = {
  analyses: [{ analysis: 'hourglass', seed: 3 }],
  ...{ corpus, rqvae: { levels: 1 }, seeds: [1], ranker: { days: '1-1' } },
  embeddings: { made: MADE, forgotten: { ...MADE, items: ['nowhere.csv'] }, gone: 'nowhere' },
  strategies: [{ embed: 'prefix', embeddings: ['made'] }],
};

/** Leaves what planning looks for. */
function pretend({ out }: Step): void {
  mkdirSync(out, { recursive: true });
  for (const name of ['run.json', 'embeddings.arrow', 'sids.arrow']) {
    writeFileSync(join(out, name), name);
  }
}

test('a pattern is looked up once: a file that comes meanwhile renames nothing', async () => {
  const done: string[] = [];
  const at = { out: join(root, 'out'), code: CODE };
  const { trials, unprepared } = await planComparison(parseCompareConfig(RAW), at, {
    prepare(lists) {
      catalog(`items-${done.length + 2}.csv`);
      for (const step of lists.flat()) {
        pretend(step);
        done.push(step.stage);
      }
      return Promise.resolve();
    },
    tune: () => Promise.resolve(),
  });
  expect(done).toEqual(['embed', 'train-rqvae', 'assign', 'decode']);
  expect(unprepared).toEqual([]);
  expect(trials).toHaveLength(1);
});

test('what has no effect is warned of once; embeddings that no line reads are not looked for', async () => {
  const config = join(root, 'config.json');
  const compare = async (strategies: unknown) => {
    writeFileSync(config, JSON.stringify({ ...RAW, strategies }));
    return runCli('compare', '--config', config, '--out', join(root, 'other'), '--collect');
  };
  const { status, err } = await compare(RAW.strategies);
  expect(status, err).toBe(0);
  expect(
    err.split('\n').filter((line) => line.includes('effect') || line.includes('embeddings')),
  ).toEqual([
    'warning: "analyses": "seed" has no effect in hourglass',
    'warning: "embeddings.forgotten" is read by no line; it is left out',
    'warning: "embeddings.gone" is read by no line; it is left out',
  ]);
  const all = await compare(['prefix']);
  expect(all.status).toBe(2);
  expect(all.err).toContain('"embeddings.forgotten": nowhere.csv does not exist');
});
