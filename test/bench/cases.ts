import type { BenchCase, Program } from './bench-case.ts';
import { prepareRankerStep } from './data/prepare-ranker-step.ts';
import type { RankerBench } from './data/ranker-bench.ts';
import { prepareRqVae } from './data/rqvae-bench.ts';

const ours = (workload: string, ...words: string[]): Program => ({
  name: 'sid',
  language: 'typescript',
  workload,
  words,
});
const pytorch = (workload: string, name = 'pytorch'): Program => ({
  name,
  language: 'python',
  workload,
});

/** H = 200,000 rows for three times as many items: the paper's collision factor. */
const RANKER: RankerBench = {
  history: 'bypass',
  tableOptimizer: 'adagrad',
  numItems: 600_000,
  numRows: 200_000,
};

const rankerStep = (history: RankerBench['history'], rounds: number): BenchCase => ({
  name: `ranker-step/${history}`,
  prepare: (folder) => prepareRankerStep(folder, { ...RANKER, history }),
  ours: ours('ranker-step'),
  theirs: [pytorch('ranker_step')],
  stepsPerRound: 5,
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

/** What `npm run bench` times, in this order. */
export const CASES: readonly BenchCase[] = [rankerStep('bypass', 9), rqVaeStep, assign];
