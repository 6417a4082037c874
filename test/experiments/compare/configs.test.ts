import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createProgram } from '../../../src/cli/frame/program.ts';
import { isObject } from '../../../src/schema/json.ts';
import { loadConfig } from '../../../src/schema/load-config.ts';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';
import { idleInConfig } from '../../../src/experiments/compare/idle-in-config.ts';
import { allSteps, groupByModel } from '../../../src/experiments/compare/plan-comparison.ts';
import { planEmbeddings } from '../../../src/experiments/compare/plan-embeddings.ts';
import { planCorpora, planSids } from '../../../src/experiments/compare/plan-inputs.ts';
import { planTrials, stepsOf } from '../../../src/experiments/compare/plan-trials.ts';
import { wordsOf } from '../../../src/experiments/compare/step.ts';
import type { Command } from 'commander';
import { temporaryFolder, writeTinyCorpus } from '../tiny-run.ts';
import { CODE } from './tiny-trial.ts';

/** Named by other files, and cannot stand alone. */
const PARTS = ['globo-data.json', 'retail-data.json', 'tuned-rates.json'];

const EXPERIMENTS = 'configs/experiments';
const files = [
  ...readdirSync('configs')
    .filter((name) => name.endsWith('.json'))
    .map((name) => join('configs', name)),
  ...readdirSync(EXPERIMENTS)
    .filter((name) => !PARTS.includes(name))
    .map((name) => join(EXPERIMENTS, name)),
];

const corpus = join(temporaryFolder(), 'corpus');
const sids = join(corpus, 'sids.arrow');
const place = {
  out: 'out',
  code: CODE,
  // What they read is not here.
  hash: (path: string) => Promise.resolve(path),
  filesLike: (path: string) => Promise.resolve([path]),
};

beforeAll(async () => {
  await writeTinyCorpus(corpus, Array<number[]>(53).fill([0]), 1);
  writeFileSync(join(corpus, 'embeddings.arrow'), 'vectors');
  writeFileSync(sids, 'codes');
});

const program = createProgram();

function find(words: readonly string[]): Command | undefined {
  let at: Command | undefined = program;
  for (const word of words) at = at?.commands.find((child) => child.name() === word);
  return at;
}

/** For each of the embeddings that a config names, and for those that other commands make: `--set`, one that is there. */
function standInsFor(embeddings: unknown): { readonly all: string[]; readonly ofOthers: string[] } {
  const given = Object.entries(isObject(embeddings) ? embeddings : {});
  const setsOf = (chosen: typeof given): string[] =>
    chosen.map(([name]) => `embeddings.${name}=${corpus}`);
  return {
    all: setsOf(given.filter(([, source]) => source !== null)),
    ofOthers: setsOf(given.filter(([, source]) => typeof source === 'string')),
  };
}

/** Reads a command line as sid would, and runs nothing. */
function assertReads(words: readonly string[]): void {
  const isNested = words[0] === 'analyze' || words[0] === 'import';
  const command = find(words.slice(0, isNested ? 2 : 1));
  const flags = words.slice(isNested ? 2 : 1);
  expect(command?.parseOptions([...flags]), words.join(' ')).toEqual({ operands: [], unknown: [] });
}

test.each(files)('%s can be planned, and sid understands each step', async (file) => {
  const sets = file.endsWith('paper.json') ? ['corpus=somewhere'] : [];
  const { all: paths, ofOthers } = standInsFor(loadConfig(file, sets).embeddings);
  const making = parseCompareConfig(loadConfig(file, [...sets, ...ofOthers]));
  expect(idleInConfig(making.points.map((point) => point.config))).toEqual([]);
  for (const point of making.points) {
    const turns = await planEmbeddings(point.config, place);
    for (const step of turns.flat(2)) assertReads(wordsOf(step));
  }
  const config = parseCompareConfig(loadConfig(file, [...sets, ...paths]));
  for (const point of config.points) {
    const { strategies, seeds } = point.config;
    const corpora = new Map(seeds.map((seed) => [seed, corpus]));
    const corpusSteps = (await planCorpora(point.config, place)).steps;
    const { steps } = await planSids(point.config, corpora, place);
    const bySeed = new Map(seeds.map((seed) => [seed, sids]));
    const inputs = { corpora, sids: bySeed, ownSids: new Map() };
    const trials = await planTrials(point, inputs, place);
    expect(trials).toHaveLength(strategies.length * seeds.length);
    const every = [corpusSteps, steps].flat(2).concat(groupByModel(trials).flatMap(allSteps));
    for (const each of every) assertReads(wordsOf(each));
    expect(stepsOf(trials[0]).length).toBeGreaterThanOrEqual(2);
  }
});
