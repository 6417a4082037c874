import type { BenchCase, Program } from './bench-case.ts';
import { prepareRankerStep } from './data/prepare-ranker-step.ts';
import type { RankerBench } from './data/ranker-bench.ts';
import { prepareClip, TINY_CLIP, VIT_B_32 } from './data/prepare-clip.ts';
import { prepareGlobo, whyNoGlobo } from './data/prepare-globo.ts';
import { prepareLog } from './data/prepare-log.ts';
import { prepareSimulate } from './data/prepare-simulate.ts';
import { prepareTable, whyNoTable } from './data/prepare-table.ts';
import { prepareRqVae } from './data/rqvae-bench.ts';

const ours = (workload: string, ...words: string[]): Program => ({
  name: 'sid',
  language: 'typescript',
  workload,
  words,
});
const pytorch = (workload: string, name = 'pytorch', words: string[] = []): Program => ({
  name,
  language: 'python',
  workload,
  words,
});

/** H = 200,000 rows for three times as many items: the paper's collision factor. */
const RANKER: RankerBench = {
  history: 'bypass',
  tableOptimizer: 'adagrad',
  numItems: 600_000,
  numRows: 200_000,
};

const rankerStep = (
  history: RankerBench['history'],
  stepsPerRound: number,
  rounds: number,
): BenchCase => ({
  name: `ranker-step/${history}`,
  prepare: (folder) => prepareRankerStep(folder, { ...RANKER, history }),
  ours: ours('ranker-step'),
  theirs: [pytorch('ranker_step')],
  stepsPerRound,
  rounds,
  sameLosses: ['pytorch'],
});

const rqVaeStep: BenchCase = {
  name: 'rqvae-step',
  prepare: prepareRqVae,
  ours: ours('rqvae-step'),
  theirs: [pytorch('rqvae_step'), pytorch('rqvae_step_library', 'vector-quantize-pytorch')],
  stepsPerRound: 5,
  rounds: 9,
  sameLosses: ['pytorch'],
};

const assign: BenchCase = {
  name: 'assign',
  prepare: prepareRqVae,
  ours: ours('assign'),
  theirs: [pytorch('assign'), pytorch('assign_faiss', 'faiss')],
  bestOfTheirs: true,
  stepsPerRound: 10,
  rounds: 9,
};

const decode: BenchCase = {
  name: 'decode',
  prepare: prepareLog,
  ours: ours('decode'),
  theirs: [],
  stepsPerRound: 1,
  rounds: 5,
};

const simulate: BenchCase = {
  name: 'simulate',
  prepare: prepareSimulate,
  ours: ours('command'),
  theirs: [],
  stepsPerRound: 1,
  rounds: 3,
  isWholeCommand: true,
};

/** Start of the program, reading of the data, training, writing of the model. */
const trainRanker: BenchCase = {
  name: 'train-ranker/globo',
  prepare: prepareGlobo,
  ours: ours('command'),
  theirs: [pytorch('train_ranker')],
  stepsPerRound: 1,
  rounds: 2,
  isWholeCommand: true,
  skip: whyNoGlobo,
};

/** @param which "named": as many rows as 3 million items name; "all": every row is some item's */
const table = (name: string, which: 'named' | 'all'): BenchCase => ({
  name,
  prepare: prepareTable,
  ours: ours('table-step', '50000000', which),
  theirs: [{ ...ours('table-step', '1000000', which), name: 'sid with 1 million rows' }],
  stepsPerRound: 5,
  rounds: 9,
  skip: whyNoTable,
});

/** ViT-B/32: 16 pictures or 32 texts a step. */
const clip = (encoder: 'picture' | 'text'): BenchCase => ({
  name: `clip-${encoder}`,
  prepare: (folder) => prepareClip(folder, VIT_B_32),
  ours: ours('clip', encoder),
  theirs: [pytorch('clip_embed', 'transformers', [encoder])],
  stepsPerRound: 1,
  rounds: 9,
  sameLosses: ['transformers'],
});

/** The default of `lossSteps` and a rate at which the losses fall. */
const TINY_STEPS = { lossSteps: 20, rate: '1e-4' };
/** Steps of seconds. */
const LARGE_STEPS = { lossSteps: 3, rate: '1e-5' };

/** Full fine-tuning on 64 pairs of 32 x 32 pixels and 32 tokens, or on 16 of ViT-B/32's 224 x 224 and 77. */
const clipTrain = (size: 'tiny' | 'vit-b-32', words: readonly 'again'[]): BenchCase => {
  const { lossSteps, rate } = size === 'tiny' ? TINY_STEPS : LARGE_STEPS;
  return {
    name: ['clip-train/' + size, ...words].join('-'),
    prepare: (folder) => prepareClip(folder, size === 'tiny' ? TINY_CLIP : VIT_B_32),
    ours: ours('clip-train', rate, ...words),
    theirs: [pytorch('clip_train', 'transformers', [rate, ...words])],
    stepsPerRound: size === 'tiny' ? 10 : 1,
    rounds: size === 'tiny' ? 9 : 3,
    sameLosses: ['transformers'],
    lossSteps,
  };
};

/** What `npm run bench` times, in this order. */
export const CASES: readonly BenchCase[] = [
  rankerStep('bypass', 5, 9),
  rankerStep('transformer', 1, 5),
  rankerStep('pma', 1, 5),
  rqVaeStep,
  assign,
  clip('picture'),
  clip('text'),
  clipTrain('tiny', []),
  clipTrain('tiny', ['again']),
  clipTrain('vit-b-32', []),
  clipTrain('vit-b-32', ['again']),
  decode,
  simulate,
  trainRanker,
  table('table-50m', 'named'),
  table('table-50m-all-rows', 'all'),
];
