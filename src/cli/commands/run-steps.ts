// Several command lines in one process, for compare.
import { isFinished, wordsToFinish } from '../../experiments/compare/step.ts';
import type { Step } from '../../experiments/compare/step.ts';
import { UserError } from '../../util/errors.ts';
import { endWithParent, readInputLine } from '../frame/end-with-parent.ts';
import type { RunContext } from '../frame/run-command.ts';

/**
 * `sid run-steps JSON`: steps one after another in one process, which loads the engine once. What `sid compare` starts
 * for its trials, and what `--plan` prints. A list of train-ranker steps among them trains together. It may be run
 * again at any time: finished steps are skipped, an interrupted one goes on from its checkpoint, and one that another
 * process finishes in the meantime is done. With - for the JSON, its one line is read from standard input, and the
 * process ends when that is closed.
 *
 * @param runWords runs one command line; throws what the command throws
 */
export function runStepsWith(
  runWords: (words: readonly string[]) => Promise<void>,
): (_: object, run: RunContext) => Promise<void> {
  return async (_, run) => {
    const isChild = run.words[0] === '-';
    const json = isChild ? readInputLine() : run.words[0];
    if (isChild) endWithParent();
    for (const entry of JSON.parse(json) as (Step | Step[])[]) {
      const steps = [entry].flat().filter((step) => !isFinished(step));
      if (steps.length === 0) continue;
      try {
        await runWords(wordsFor(steps.map(wordsToFinish)));
      } catch (error) {
        if (!(error instanceof UserError) || !steps.every(isFinished)) throw error;
      }
    }
  };
}

function wordsFor(lines: readonly (readonly string[])[]): readonly string[] {
  return lines.length === 1 ? lines[0] : ['train-together', JSON.stringify(lines)];
}
