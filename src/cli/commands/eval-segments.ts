// `sid eval-segments`.
import { Command } from 'commander';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { addExamples } from '../frame/help.ts';
import { parsePositiveInt, parsePositiveNumber } from '../frame/options.ts';
import { defineCommand } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';

interface EvalSegmentsOptions {
  run: string;
  day: number;
  hours?: number;
  modelDay?: number;
  out?: string;
  force?: true;
}

/** `sid eval-segments`: NE, AUC ... of a trained ranker on head, torso, tail and new items. */
export function createEvalSegmentsCommand(): Command {
  const command = new Command('eval-segments')
    .description(
      'NE, AUC, log loss and calibration on head, torso, tail and new items\n\n' +
        'A day after those trained on is evaluated whole, a day trained on by its held-out share.',
    )
    .requiredOption('--run <dir>', 'folder of a sid train-ranker')
    .requiredOption('--day <n>', 'day to evaluate on', parsePositiveInt)
    .option('--hours <n>', 'only the first hours of the day (paper: 6)', parsePositiveNumber)
    .option('--model-day <n>', 'model kept after this day (default: the last)', parsePositiveInt)
    .option('--out <dir>', 'folder for predictions.arrow and run.json')
    .option('--force', 'replace what --out holds');
  addExamples(command, ['sid eval-segments --run runs/prefix --day 5 --hours 6']);
  return defineCommand<EvalSegmentsOptions>(command, evalSegments);
}

async function evalSegments(options: EvalSegmentsOptions, run: RunContext): Promise<void> {
  const { run: runFolder, day, hours, modelDay, out } = options;
  if (out !== undefined) assertFolderIsFree(out, { force: options.force === true });
  // Before the engine loads, which takes a second.
  (await import('../../experiments/ranker-run.ts')).readRankerRun(runFolder);
  const [{ evaluateSegments }, { createPredictor }, { segmentToJson }, { segmentTable }] =
    await Promise.all([
      import('../../experiments/evaluate-segments.ts'),
      import('../../experiments/predict-kept-model.ts'),
      import('../../experiments/metrics-json.ts'),
      import('../print/tables.ts'),
    ]);
  const predict = createPredictor(run.onProgress, run.shouldStop);
  const request = { runFolder, day, hours, modelDay };
  const evaluation = await evaluateSegments(request, predict, run.onProgress);
  const { only, predictions } = evaluation;
  const segments = evaluation.segments.map(segmentToJson);
  const metrics = { day, hours: hours ?? null, model_day: evaluation.modelDay, only, segments };
  if (out !== undefined) {
    await writeFolderWhole(out, { force: options.force === true }, async (folder) => {
      const { writePredictions } = await import('../../artifacts/predictions.ts');
      await writePredictions(`${folder}/predictions.arrow`, predictions);
      const config = { run: runFolder, day, hours: hours ?? null, modelDay: evaluation.modelDay };
      await run.record(folder, { config, seed: 0, inputs: { run: runFolder }, metrics });
    });
  }
  if (predictions.label.length === 0) {
    run.warn(`day ${day} has no impressions${only === 'held-out' ? ' held out' : ''}`);
  }
  const what = only === 'held-out' ? 'held-out impressions of day' : 'day';
  const part = hours === undefined ? '' : `, first ${hours} hours`;
  run.result(
    { run: runFolder, ...metrics },
    `model after day ${evaluation.modelDay} on ${what} ${day}${part}\n\n${segmentTable(evaluation.segments)}`,
  );
}
