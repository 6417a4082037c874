// One repetition: a small comparison in this process, and its figures with their intervals.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHiddenCommands } from '../../src/cli/frame/command-list.ts';
import { DeclaredCommand } from '../../src/cli/frame/run-command.ts';
import type { RunContext } from '../../src/cli/frame/run-command.ts';
import { packageVersion } from '../../src/cli/frame/version.ts';
import { collectComparison } from '../../src/experiments/compare/collect-comparison.ts';
import { parseCompareConfig } from '../../src/experiments/compare/compare-config.ts';
import {
  allSteps,
  groupByModel,
  planComparison,
} from '../../src/experiments/compare/plan-comparison.ts';
import type { Trial } from '../../src/experiments/compare/plan-trials.ts';
import { isTraining } from '../../src/experiments/compare/step.ts';
import type { Step, TrainStep } from '../../src/experiments/compare/step.ts';
import { estimateOverSeeds } from '../../src/metrics/estimate.ts';
import type { Interval } from '../../src/metrics/interval.ts';
import { pairedDifferences } from '../../src/metrics/verdict.ts';
import type { BySeed } from '../../src/metrics/verdict.ts';
import { writeRecord } from '../../src/records/run-record.ts';
import { CODE } from '../experiments/compare/tiny-trial.ts';

/** A figure that is repeated: of a line, or of it less that of another. */
export interface RepeatedFigure {
  readonly figure: string;
  readonly of: string;
  readonly less?: string | undefined;
}

/** What one repetition measured of a figure. */
export interface Repeated {
  readonly bySeed: readonly number[];
  /** Seeds, users and items. */
  readonly ci95: Interval | null;
  /** Of the first seed: users and items. */
  readonly ci95OneSeed: Interval | null;
  /** Variances of the mean: between seeds, and over users and items. */
  readonly betweenSeeds: number | null;
  readonly usersAndItems: number | null;
}

/** @param raw the comparison's config @returns a figure for each of `figures`; nothing stays on the disk */
export async function repeat(
  raw: Readonly<Record<string, unknown>>,
  figures: readonly RepeatedFigure[],
): Promise<Repeated[]> {
  const out = mkdtempSync(join(tmpdir(), 'sid-coverage-'));
  try {
    const config = parseCompareConfig(raw);
    const place = { out, code: CODE };
    const { trials } = await planComparison(config, place, {
      prepare: async (lists) => {
        for (const steps of lists) await runSteps(steps);
      },
      tune: runTrials,
    });
    await runTrials(trials);
    const results = await collectComparison(trials);
    const figureOf = (name: string, figure: string): BySeed =>
      results.find(({ line }) => line.name === name)?.figures.get(figure) ?? new Map();
    return figures.map(({ figure, of, less }) => {
      const own = figureOf(of, figure);
      const bySeed =
        less === undefined ? own : pairedDifferences(own, figureOf(less, figure), 'absolute');
      const measured = [...bySeed.values()];
      const { ci95, seeds, crossed } = estimateOverSeeds(measured);
      return {
        bySeed: measured.map(({ value }) => value),
        ci95: ci95 ?? null,
        ci95OneSeed: estimateOverSeeds(measured.slice(0, 1)).ci95 ?? null,
        betweenSeeds: seeds?.variance ?? null,
        usersAndItems: crossed?.usersAndItems ?? null,
      };
    });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function runTrials(trials: readonly Trial[]): Promise<void> {
  const all = groupByModel(trials).flatMap((group) => allSteps(group));
  await runSteps([all.filter(isTraining), ...all.filter((step) => !isTraining(step))]);
}

/** As a worker of `sid compare` would do them; lists of rankers train together. */
async function runSteps(steps: readonly (Step | readonly TrainStep[])[]): Promise<void> {
  const [command] = createHiddenCommands();
  if (!(command instanceof DeclaredCommand)) throw new Error('run-steps is declared');
  await command.perform({}, createContext([JSON.stringify({ steps, checkpointMinutes: 1000 })]));
}

/** Shows nothing; records have no words, for they are gone with their folder. */
function createContext(words: readonly string[]): RunContext {
  const nothing = (): void => undefined;
  const startedAt = new Date();
  const context: RunContext = {
    words,
    onProgress: nothing,
    shouldStop: () => false,
    say: nothing,
    warn: nothing,
    result: nothing,
    elapsedSeconds: () => (Date.now() - startedAt.getTime()) / 1000,
    forStep: () => context,
    record: (kind, folder, { config, seed, metrics }) =>
      writeRecord(kind, folder, {
        ...{ argv: [], config, seed, metrics, inputs: {}, version: packageVersion() },
        ...{ engine: 'none', kernels: 'none', instructions: 'none' },
        ...{ startedAt: startedAt.toISOString(), seconds: 0, peakMemoryMb: 0 },
      }),
  };
  return context;
}
