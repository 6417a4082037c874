import { join } from 'node:path';
import { expect } from 'vitest';
import type { AnalysisInput } from '../../src/experiments/analyses/analysis-input.ts';
import { readRankerRun } from '../../src/experiments/ranker-run.ts';
import type { RankerRun } from '../../src/experiments/ranker-run.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { neverStop } from '../../src/util/signals.ts';
import { runCli } from './run-cli.ts';
import { writeTinyCorpus } from './tiny-corpus.ts';

/** A small ranker trained on days 1 to 3 of the tiny corpus. */
export interface TinyTrained {
  readonly corpus: string;
  readonly sids: string;
  readonly runFolder: string;
  readonly run: RankerRun;
  /** What an analysis of it is given. */
  readonly input: AnalysisInput;
}

/** @param flags of `sid train-ranker` beside the usual ones */
export async function trainTiny(
  folder: string,
  embed: string,
  ...flags: string[]
): Promise<TinyTrained> {
  const { corpus, sids } = await writeTinyCorpus(folder);
  const runFolder = join(folder, 'run');
  const { status, err } = await runCli(
    ...['train-ranker', '--corpus', corpus, '--sids', sids, '--embed', embed, '--days', '1-3'],
    ...['--model-width', '8', '--batch-size', '128', '--history-length', '5', '--out', runFolder],
    ...flags,
  );
  expect(status, err).toBe(0);
  const run = readRankerRun(runFolder);
  const input = {
    corpus,
    sids,
    run,
    day: undefined,
    hours: undefined,
    seed: 1,
    onProgress: ignoreProgress,
    shouldStop: neverStop,
  };
  return { corpus, sids, runFolder, run, input };
}
