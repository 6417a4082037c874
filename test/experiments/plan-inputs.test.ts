import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashInput } from '../../src/experiments/hash-input.ts';
import { planCorpus, planSids } from '../../src/experiments/plan-inputs.ts';
import { parsePointConfig } from '../../src/experiments/point-config.ts';
import { temporaryFolder } from './tiny-run.ts';

const place = { out: 'out', version: '1.0', hash: hashInput };

test('a corpus and codes are made where the config says how', async () => {
  const corpus = temporaryFolder();
  writeFileSync(join(corpus, 'embeddings.arrow'), 'vectors');
  const config = parsePointConfig({
    simulate: { items: 100, impressionsPerDay: 50 },
    rqvae: { levels: 3, codebookSize: 8 },
    strategies: ['prefix'],
    seeds: [1],
    ranker: { days: '1-4' },
  });
  const made = await planCorpus(config, place);
  expect(made.step?.words.join(' ')).toBe(
    `simulate --items 100 --impressions-per-day 50 --out ${made.corpus}`,
  );
  const { sids, steps } = await planSids(config, corpus, place);
  expect(steps.map(({ words }) => words.slice(0, 3).join(' '))).toEqual([
    `train-rqvae --corpus ${corpus}`,
    `assign --rqvae ${steps[0].folder}`,
  ]);
  expect(sids?.startsWith(steps[1].folder)).toBe(true);
});
