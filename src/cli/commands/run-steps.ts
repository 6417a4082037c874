// Several command lines in one process, for compare.
import { isFinished, wordsToFinish } from '../../experiments/compare/step.ts';
import type { Step } from '../../experiments/compare/step.ts';
import type { RunContext } from '../frame/run-command.ts';

/**
 * `sid run-steps JSON`: steps one after another in one process, which loads the engine once. What `sid compare` starts
 * for its trials, and what `--plan` prints. A list of train-ranker steps among them trains together. It may be run
 * again at any time: finished steps are skipped, an interrupted one goes on from its checkpoint.
 *
 * @param runWords runs one command line; throws what the command throws
 */
export function runStepsWith(
  runWords: (words: readonly string[]) => Promise<void>,
): (_: object, run: RunContext) => Promise<void> {
  return async (_, run) => {
    for (const entry of JSON.parse(run.words[0]) as (Step | Step[])[]) {
      const lines = [entry]
        .flat()
        .filter((step) => !isFinished(step))
        .map(wordsToFinish);
      if (lines.length === 1) await runWords(lines[0]);
      if (lines.length > 1) await runWords(['train-together', JSON.stringify(lines)]);
    }
  };
}
