import { expect } from 'vitest';
import { runCli } from '../../support/run-cli.ts';

/** Small enough to be trained in a second or two. */
const SMALL = [
  ...['--model-width', '8', '--history-length', '6', '--batch-size', '32', '--seed', '1'],
  ...['--dense-hidden', '8', '--top-hidden', '8', '--learning-rate', '0.1'],
  ...['--table-learning-rate', '0.1'],
];

/** `sid train-ranker` on days 1 to 3 of the tiny corpus. */
export async function trainTinyRanker(
  { corpus, sids }: { readonly corpus: string; readonly sids: string },
  out: string,
  ...flags: string[]
): Promise<string> {
  const words = ['--corpus', corpus, '--sids', sids, '--days', '1-3', '--out', out];
  const { status, err } = await runCli('train-ranker', ...words, ...SMALL, ...flags);
  expect(status, err).toBe(0);
  return out;
}

export interface Analyzed {
  /** Null where there was nothing to measure. */
  readonly figures: Readonly<Record<string, number | null>>;
  readonly by_construction: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** `sid analyze NAME --run FOLDER`. */
export async function analyzeRun(name: string, run: string, ...flags: string[]): Promise<Analyzed> {
  const { status, out, err } = await runCli('analyze', name, '--run', run, '--json', ...flags);
  expect(status, err).toBe(0);
  return JSON.parse(out) as Analyzed;
}
