// `sid run-steps`: a worker of a comparison.
import { isFinished, isTraining, wordsOf } from '../../experiments/compare/step.ts';
import type { Step, TrainStep } from '../../experiments/compare/step.ts';
import { parseWorkerInput } from '../../experiments/compare/worker.ts';
import { readProblems } from '../../parts/item-problem.ts';
import { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import { completeSettings } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import { TRAINING_OUT } from '../frame/common-flags.ts';
import { endWithParent, readInputLine } from '../frame/end-with-parent.ts';
import type { DeclaredCommand, RunContext } from '../frame/run-command.ts';
import { trainAndRecord } from '../frame/train-and-record.ts';
import { problemLine } from '../print/problem-lines.ts';

/** Those that keep what they have done when they are interrupted, beside rankers. */
const RESUMED: ReadonlySet<string> = new Set([
  'ground',
  'describe',
  'train-clip',
  'embed',
  'train-rqvae',
]);

/** Those that write checkpoints as they go. */
const CHECKPOINTED: ReadonlySet<string> = new Set(['train-clip', 'train-rqvae']);

const TRAIN_RANKER = { ...RANKER_RUN_SETTINGS, ...TRAINING_OUT };

/**
 * `sid run-steps JSON`: steps one after another in one process, which loads the engine once. What `sid compare` starts
 * for its trials, and what `--plan` prints. Rankers in a list train together: each writes what it would have written
 * alone, to the bit, but for times and memory. It may be run again at any time: finished steps are skipped, an
 * interrupted one goes on from its checkpoint, and one that another process finishes in the meantime is done. With -
 * for the JSON, its one line is read from standard input, and the process ends when that is closed.
 *
 * @param find the command that does a stage
 */
export function runStepsWith(
  find: (stage: string) => DeclaredCommand,
): (_: object, run: RunContext) => Promise<void> {
  return async (_, run) => {
    const isWorker = run.words[0] === '-';
    const json = isWorker ? readInputLine() : run.words[0];
    if (isWorker) endWithParent();
    const { steps, checkpointMinutes } = parseWorkerInput(json);
    for (const entry of steps) {
      const left = [entry].flat().filter((step) => !isFinished(step));
      if (left.length === 0) continue;
      try {
        if (left.every(isTraining)) await trainTogether(left, checkpointMinutes, run);
        else await runStep(left[0], find(left[0].stage), checkpointMinutes, run);
      } catch (error) {
        if (!(error instanceof UserError) || !left.every(isFinished)) throw error;
      }
    }
  };
}

async function trainTogether(
  steps: readonly TrainStep[],
  checkpointMinutes: number,
  run: RunContext,
): Promise<void> {
  const lines = steps.map((step) => {
    const { stage, settings, out } = step;
    const given = { ...settings, out, resume: true, checkpointMinutes };
    const options = completeSettings(TRAIN_RANKER, given, stage);
    return { options, argv: wordsOf(step) };
  });
  const trained = await trainAndRecord(lines, run.forStep([]));
  run.result(
    { runs: trained.map(({ value }) => value) },
    trained.map(({ text }) => text).join('\n'),
  );
}

async function runStep(
  step: Step,
  command: DeclaredCommand,
  checkpointMinutes: number,
  run: RunContext,
): Promise<void> {
  const { stage, settings, out } = step;
  const training = CHECKPOINTED.has(stage) ? { checkpointMinutes } : {};
  const resumed = RESUMED.has(stage) ? { resume: true } : {};
  await command.perform({ ...settings, out, ...training, ...resumed }, run.forStep(wordsOf(step)));
  // A worker's results are read by nobody, so that its warnings must tell.
  const problems = readProblems(out);
  if (problems.length > 0) run.warn(problemLine(out, problems));
}
