import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchCase, BenchResult } from './bench-case.ts';
import { startContestant } from './contestant.ts';
import type { Contestant } from './contestant.ts';
import { lossDifference, summarizePairs } from './summarize.ts';
import type { Pair } from './summarize.ts';
import { median } from '../../src/util/stats.ts';

/** Where the case does not say. */
const LOSS_STEPS = 20;
/** Relative; float32 sums in another order stay far below. */
const LOSS_TOLERANCE = 1e-4;

export interface RunCaseOptions {
  /** Default: the case's own. */
  readonly rounds: number | undefined;
  /** Interpreter for programs in Python; undefined: they do not take part. */
  readonly python: string | undefined;
  readonly say: (line: string) => void;
}

/**
 * One result for each rival, or one without a rival.
 *
 * @throws Error if a rival's losses are not ours: then it is not the same work
 */
export async function runCase(bench: BenchCase, options: RunCaseOptions): Promise<BenchResult[]> {
  const reason = bench.skip?.();
  if (reason !== undefined) {
    options.say(`${bench.name}: skipped, ${reason}`);
    return [{ ...noFigures(bench), skipped: reason }];
  }
  const folder = mkdtempSync(join(tmpdir(), 'sid-bench-'));
  try {
    options.say(`${bench.name}: preparing`);
    await bench.prepare(folder);
    return await runPrepared(bench, folder, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runPrepared(
  bench: BenchCase,
  folder: string,
  options: RunCaseOptions,
): Promise<BenchResult[]> {
  const rivals = bench.theirs.filter(
    ({ language }) => language === 'typescript' || options.python !== undefined,
  );
  if (rivals.length === 0) {
    return [
      await withContestants([bench.ours], folder, options, ([ours]) => alone(bench, ours, options)),
    ];
  }
  const results: BenchResult[] = [];
  for (const rival of rivals) {
    const programs = [bench.ours, rival];
    results.push(
      await withContestants(programs, folder, options, ([ours, theirs]) =>
        sideBySide(bench, ours, theirs, options),
      ),
    );
  }
  if (bench.bestOfTheirs !== true) return results;
  return [results.reduce((best, each) => ((each.ratio ?? 0) < (best.ratio ?? 0) ? each : best))];
}

async function withContestants(
  programs: readonly BenchCase['ours'][],
  folder: string,
  { python }: RunCaseOptions,
  work: (contestants: Contestant[]) => Promise<BenchResult>,
): Promise<BenchResult> {
  const contestants = programs.map((program) => startContestant(program, folder, python));
  try {
    return await work(contestants);
  } finally {
    await Promise.all(contestants.map((each) => each.stop()));
  }
}

async function alone(
  bench: BenchCase,
  ours: Contestant,
  options: RunCaseOptions,
): Promise<BenchResult> {
  await warmUp(bench, ours);
  const times: number[] = [];
  const rounds = options.rounds ?? bench.rounds;
  for (let round = 0; round < rounds; round++) times.push(await ours.run(bench.stepsPerRound));
  const result = { ...noFigures(bench), rounds };
  return { ...result, ours_ms: median(times), peak_memory_mb: await ours.memory() };
}

async function sideBySide(
  bench: BenchCase,
  ours: Contestant,
  theirs: Contestant,
  options: RunCaseOptions,
): Promise<BenchResult> {
  const { name } = theirs.program;
  const difference = await compareLosses(bench, ours, theirs, options.say);
  await warmUp(bench, ours);
  await warmUp(bench, theirs);
  const pairs: Pair[] = [];
  const rounds = options.rounds ?? bench.rounds;
  for (let round = 0; round < rounds; round++) {
    const oursMs = await ours.run(bench.stepsPerRound);
    const theirsMs = await theirs.run(bench.stepsPerRound);
    pairs.push({ oursMs, theirsMs });
    const figures = `${oursMs.toFixed(1)} ms, ${name} ${theirsMs.toFixed(1)} ms`;
    options.say(`${bench.name}: round ${round + 1} of ${rounds}, ${figures}`);
  }
  const { oursMs, theirsMs, ratio, spread } = summarizePairs(pairs);
  return {
    name: bench.name,
    ours_ms: oursMs,
    theirs: name,
    theirs_ms: theirsMs,
    ratio,
    spread,
    peak_memory_mb: await ours.memory(),
    theirs_peak_memory_mb: await theirs.memory(),
    rounds,
    loss_difference: difference,
  };
}

async function compareLosses(
  bench: BenchCase,
  ours: Contestant,
  theirs: Contestant,
  say: (line: string) => void,
): Promise<number | null> {
  const { name } = theirs.program;
  if (bench.sameLosses?.includes(name) !== true) return null;
  const steps = bench.lossSteps ?? LOSS_STEPS;
  const difference = lossDifference(await ours.losses(steps), await theirs.losses(steps));
  const figure = `${difference.toExponential(1)} over ${steps} steps`;
  if (difference > LOSS_TOLERANCE) {
    throw new Error(`${bench.name}: losses of ${name} differ from ours by ${figure}`);
  }
  say(`${bench.name}: losses of ${name} are ours, within ${figure}`);
  return difference;
}

/** Caches fill, the JavaScript engine compiles. */
async function warmUp(bench: BenchCase, contestant: Contestant): Promise<void> {
  if (bench.isWholeCommand !== true) await contestant.run(bench.stepsPerRound);
}

function noFigures(bench: BenchCase): BenchResult {
  return {
    name: bench.name,
    ours_ms: null,
    theirs: null,
    theirs_ms: null,
    ratio: null,
    spread: null,
    peak_memory_mb: null,
    theirs_peak_memory_mb: null,
    rounds: 0,
    loss_difference: null,
  };
}
