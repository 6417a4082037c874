import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashInput } from '../../../src/experiments/hash-input.ts';
import { planCorpus, planSids } from '../../../src/experiments/compare/plan-inputs.ts';
import { parsePointConfig } from '../../../src/experiments/compare/point-config.ts';
import { wordsOf } from '../../../src/experiments/compare/step.ts';
import { temporaryFolder } from '../tiny-run.ts';

const place = { out: 'out', code: { corpus: '1', codes: '1', trial: '1' }, hash: hashInput };

const corpus = temporaryFolder();
writeFileSync(join(corpus, 'embeddings.arrow'), 'vectors');

const RAW = {
  simulate: { items: 100, impressionsPerDay: 50 },
  rqvae: { levels: 3, codebookSize: 8 },
  strategies: ['prefix'],
  seeds: [1, 2],
  ranker: { days: '1-4' },
};

test('a corpus and codes are made where the config says how', async () => {
  const config = parsePointConfig({ ...RAW, rqvae: { ...RAW.rqvae, seed: 3 } });
  const made = await planCorpus(config, place);
  expect(made.step && wordsOf(made.step).join(' ')).toBe(
    `simulate --items 100 --impressions-per-day 50 --out ${made.corpus}`,
  );
  const { sids, steps } = await planSids(config, corpus, place);
  expect(steps.flat().map((step) => wordsOf(step).slice(0, 3).join(' '))).toEqual([
    `train-rqvae --corpus ${corpus}`,
    `assign --rqvae ${steps[0][0].out}`,
  ]);
  expect([...sids.keys()]).toEqual([1, 2]);
  for (const path of sids.values()) expect(path).toBe(join(steps[0][1].out, 'sids.arrow'));
});

test.each([{}, { seed: 'each' }, { seed: null }])('an RQ-VAE for each seed: %j', async (given) => {
  const config = parsePointConfig({ ...RAW, rqvae: { levels: 3, ...given } });
  const { sids, steps } = await planSids(config, corpus, place);
  expect(steps.flat().map((step) => wordsOf(step).slice(0, 7).join(' '))).toEqual([
    `train-rqvae --corpus ${corpus} --levels 3 --seed 1`,
    expect.stringContaining('assign'),
    `train-rqvae --corpus ${corpus} --levels 3 --seed 2`,
    expect.stringContaining('assign'),
  ]);
  expect(sids.get(2)).toBe(join(steps[1][1].out, 'sids.arrow'));
  expect(sids.get(1)).toBe(join(steps[0][1].out, 'sids.arrow'));
  // As if the seed had been given.
  const same = parsePointConfig({ ...RAW, rqvae: { levels: 3, seed: 2 } });
  expect((await planSids(same, corpus, place)).sids.get(1)).toBe(sids.get(2));
});
