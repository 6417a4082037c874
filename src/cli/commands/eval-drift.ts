// `sid eval-drift`.
import { join } from 'node:path';
import { writePredictions } from '../../artifacts/predictions.ts';
import { evaluateDrift } from '../../experiments/evaluate-drift.ts';
import type { StrategyDrift } from '../../experiments/evaluate-drift.ts';
import type { EVAL_DRIFT_SETTINGS } from '../../experiments/evaluation-settings.ts';
import { driftToJson } from '../../experiments/metrics-json.ts';
import { createPredictor } from '../../experiments/predict-kept-model.ts';
import type { EvalDriftMetrics } from '../../records/eval-drift-record.ts';
import { evalDriftRecord } from '../../records/eval-drift-record.ts';
import { describeIntervals } from '../../records/interval-sources.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import type { OPTIONAL_OUT } from '../frame/common-flags.ts';
import { formatCount } from '../../util/format-count.ts';
import type { RunContext } from '../frame/run-command.ts';
import { driftTable, RECALIBRATED } from '../print/tables.ts';

/** Below this many impressions the table says that it settles nothing. */
const FEW_IMPRESSIONS = 1000;

/** How much worse the late model is on the early day's data. */
export async function evalDrift(
  options: OptionsOf<typeof EVAL_DRIFT_SETTINGS & typeof OPTIONAL_OUT>,
  run: RunContext,
): Promise<void> {
  const { runs: runFolders, earlyDay, lateDay, out, force } = options;
  if (out !== null) assertFolderIsFree(out, { force });
  const predict = createPredictor(run.onProgress, run.shouldStop);
  const request = { runFolders, earlyDay, lateDay };
  const { strategies, runs } = await evaluateDrift(request, predict);
  const metrics: EvalDriftMetrics = {
    early_day: earlyDay,
    late_day: lateDay,
    held_out_impressions: runs[0].early.label.length,
    strategies: strategies.map(({ embed, strategy, seeds, ...drift }) => ({
      embed,
      strategy,
      ...driftToJson(drift),
      seeds,
    })),
  };
  if (out !== null) {
    await writeFolderWhole(out, { force }, async (folder) => {
      for (const [i, { early, late }] of runs.entries()) {
        await writePredictions(join(folder, `run-${i + 1}-early.arrow`), early);
        await writePredictions(join(folder, `run-${i + 1}-late.arrow`), late);
      }
      const inputs = Object.fromEntries(runFolders.map((path, i) => [`run ${i + 1}`, path]));
      const config = { runs: runFolders, earlyDay, lateDay };
      await run.record(evalDriftRecord, folder, { config, seed: 0, inputs, metrics });
    });
  }
  run.result(metrics, describeDrift(strategies, { earlyDay, lateDay }));
}

/** The table, what it is measured on, and a hint where that is too little to tell. */
export function describeDrift(
  strategies: readonly StrategyDrift[],
  { earlyDay, lateDay }: { readonly earlyDay: number; readonly lateDay: number },
): string {
  const { impressions } = strategies[0];
  const isFew = impressions < FEW_IMPRESSIONS;
  return [
    `drift: the day-${earlyDay} and the day-${lateDay} model on day ${earlyDay}'s ` +
      `${formatCount(impressions)} held-out impressions, smaller is better`,
    ...(isFew
      ? ['so few impressions settle nothing; choose a larger early day or held-out share']
      : []),
    driftTable(strategies),
    `${RECALIBRATED}\n${describeIntervals(strategies.map(({ drift }) => drift))}`,
  ].join('\n\n');
}
