// `sid eval-segments`.
import { writeItemSegments } from '../../artifacts/item-segments.ts';
import { WHAT_SAMPLING_HIDES } from '../../artifacts/negatives-rule.ts';
import { writePredictions } from '../../artifacts/predictions.ts';
import { evaluateSegments } from '../../experiments/evaluate-segments.ts';
import type { EVAL_SEGMENTS_SETTINGS } from '../../experiments/evaluation-settings.ts';
import { segmentToJson } from '../../experiments/metrics-json.ts';
import { createPredictor } from '../../experiments/predict-kept-model.ts';
import { evalSegmentsRecord } from '../../records/eval-segments-record.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import type { OPTIONAL_OUT } from '../frame/common-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { RECALIBRATED, segmentTable } from '../print/tables.ts';

/** NE, AUC ... of a trained ranker on head, torso, tail and new items. */
export async function evalSegments(
  options: OptionsOf<typeof EVAL_SEGMENTS_SETTINGS & typeof OPTIONAL_OUT>,
  run: RunContext,
): Promise<void> {
  const { run: runFolder, day, hours, modelDay, out, force } = options;
  if (out !== null) assertFolderIsFree(out, { force });
  const predict = createPredictor(run.onProgress, run.shouldStop);
  const request = {
    ...{ runFolder, day, hours: hours ?? undefined, modelDay: modelDay ?? undefined },
  };
  const evaluation = await evaluateSegments(request, predict, run.onProgress);
  const { only, cutBy, predictions, segment_N } = evaluation;
  const segments = evaluation.segments.map(segmentToJson);
  const metrics = { day, hours, model_day: evaluation.modelDay, only, cut_by: cutBy, segments };
  if (out !== null) {
    await writeFolderWhole(out, { force }, async (folder) => {
      await writePredictions(`${folder}/predictions.arrow`, predictions);
      await writeItemSegments(`${folder}/item-segments.arrow`, segment_N);
      const config = { run: runFolder, day, hours, modelDay: evaluation.modelDay };
      await run.record(evalSegmentsRecord, folder, {
        config,
        seed: 0,
        inputs: { run: runFolder },
        metrics,
      });
    });
  }
  if (predictions.label.length === 0) {
    run.warn(`day ${day} has no impressions${only === 'held-out' ? ' held out' : ''}`);
  }
  const what = only === 'held-out' ? 'held-out impressions of day' : 'day';
  const part = hours === null ? '' : `, first ${hours} hours`;
  run.result(
    { run: runFolder, ...metrics },
    `model after day ${evaluation.modelDay} on ${what} ${day}${part}\n\n` +
      `${segmentTable(evaluation.segments)}\n\n${RECALIBRATED}` +
      (cutBy === 'clicks' ? `\n${WHAT_SAMPLING_HIDES}` : ''),
  );
}
