// `sid eval-drift`.
import { Command } from 'commander';
import { join } from 'node:path';
import type { StrategyDrift } from '../../experiments/evaluate-drift.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { addExamples } from '../frame/help.ts';
import { parseNonNegativeInt, parsePositiveInt } from '../frame/options.ts';
import { formatCount } from '../frame/progress.ts';
import { defineCommand } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { driftTable } from '../print/tables.ts';
import type { DriftDays } from '../print/tables.ts';

interface EvalDriftOptions {
  runs: string[];
  earlyDay: number;
  lateDay: number;
  seed: number;
  out?: string;
  force?: true;
}

/** Below this many impressions the table says that it settles nothing. */
const FEW_IMPRESSIONS = 1000;

/** `sid eval-drift`: how much worse the late model is on the early day's data. */
export function createEvalDriftCommand(): Command {
  const command = new Command('eval-drift')
    .description(
      "how much worse the late model is than the early one on the early day's held-out data\n\n" +
        'Runs that differ only in their seed, and in the semantic IDs of it, are taken together. ' +
        'Smaller is better.',
    )
    .requiredOption('--runs <dirs...>', 'folders of sid train-ranker, with both models kept')
    .option('--early-day <n>', 'day of the early model and of the data', parsePositiveInt, 4)
    .option('--late-day <n>', 'day of the late model', parsePositiveInt, 20)
    .option('--seed <n>', 'seed of the bootstrap over users', parseNonNegativeInt, 1)
    .option('--out <dir>', 'folder for the predictions and run.json')
    .option('--force', 'replace what --out holds');
  addExamples(command, [
    'sid eval-drift --runs runs/random-1 runs/random-2 runs/prefix-1 runs/prefix-2',
  ]);
  return defineCommand<EvalDriftOptions>(command, evalDrift);
}

async function evalDrift(options: EvalDriftOptions, run: RunContext): Promise<void> {
  const { runs: runFolders, earlyDay, lateDay, seed, out } = options;
  const force = options.force === true;
  if (out !== undefined) assertFolderIsFree(out, { force });
  // Before the engine loads, which takes a second.
  const { readRankerRun } = await import('../../experiments/ranker-run.ts');
  for (const folder of runFolders) readRankerRun(folder);
  const [{ evaluateDrift }, { createPredictor }] = await Promise.all([
    import('../../experiments/evaluate-drift.ts'),
    import('../../experiments/predict-kept-model.ts'),
  ]);
  const predict = createPredictor(run.onProgress, run.shouldStop);
  const request = { runFolders, earlyDay, lateDay, seed };
  const { strategies, runs } = await evaluateDrift(request, predict);
  const metrics = {
    early_day: earlyDay,
    late_day: lateDay,
    held_out_impressions: runs[0].early.label.length,
    strategies: strategies.map(driftToJson),
  };
  if (out !== undefined) {
    await writeFolderWhole(out, { force }, async (folder) => {
      const { writePredictions } = await import('../../artifacts/predictions.ts');
      for (const [i, { early, late }] of runs.entries()) {
        await writePredictions(join(folder, `run-${i + 1}-early.arrow`), early);
        await writePredictions(join(folder, `run-${i + 1}-late.arrow`), late);
      }
      const inputs = Object.fromEntries(runFolders.map((path, i) => [`run ${i + 1}`, path]));
      await run.record(folder, { config: { ...request }, seed, inputs, metrics });
    });
  }
  run.result(metrics, describeDrift(strategies, { earlyDay, lateDay }));
}

/** Under the names that scripts read. */
export function driftToJson(drift: StrategyDrift): Record<string, unknown> {
  return {
    embed: drift.embed,
    held_out_impressions: drift.impressions,
    strategy: drift.strategy,
    ne_early_model: drift.neEarlyModel,
    ne_late_model: drift.neLateModel,
    drift_percent: drift.driftPercent,
    ci95: drift.ci95,
    ci95_from: drift.ci95From,
    ci95_users: drift.ci95Users,
    seeds: drift.seeds,
  };
}

/** The table, what it is measured on, and a hint where that is too little to tell. */
export function describeDrift(strategies: readonly StrategyDrift[], days: DriftDays): string {
  const { earlyDay, lateDay } = days;
  const { impressions } = strategies[0];
  const isFew = impressions < FEW_IMPRESSIONS;
  return [
    `drift: the day-${earlyDay} and the day-${lateDay} model on day ${earlyDay}'s ` +
      `${formatCount(impressions)} held-out impressions, smaller is better`,
    ...(isFew
      ? ['so few impressions settle nothing; choose a larger early day or held-out share']
      : []),
    driftTable(strategies, days),
    describeIntervals(strategies),
  ].join('\n\n');
}

/** What the 95 % column is. */
export function describeIntervals(
  drifts: readonly { readonly ci95From: 'seeds' | 'users' }[],
): string {
  const kinds = new Set(drifts.map(({ ci95From }) => ci95From));
  const texts = [
    ...(kinds.has('seeds') ? ["over seeds (Student's t)"] : []),
    ...(kinds.has('users') ? ['over users (paired bootstrap), there being one seed'] : []),
  ];
  return `95 % intervals: ${texts.join(', ')}`;
}
