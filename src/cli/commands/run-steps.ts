// Several command lines in one process, for compare.
import { Argument, Command } from 'commander';
import { isFinished, wordsToFinish } from '../../experiments/compare/step.ts';
import type { Step } from '../../experiments/compare/step.ts';

/**
 * `sid run-steps JSON` (not in the help): steps one after another in one process, which loads the engine once. What
 * `sid compare` starts for its trials, and what `--plan` prints. A list of train-ranker steps among them trains
 * together. It may be run again at any time: finished steps are skipped, an interrupted one goes on from its
 * checkpoint.
 *
 * @param runWords runs one command line; throws what the command throws
 */
export function createRunStepsCommand(
  runWords: (words: readonly string[]) => Promise<void>,
): Command {
  return new Command('run-steps')
    .description('several command lines in one process')
    .addArgument(
      new Argument('<json>', 'list of {words, folder, finishedFile}, or of lists of them'),
    )
    .action(async (json: string) => {
      for (const entry of JSON.parse(json) as (Step | Step[])[]) {
        const lines = [entry]
          .flat()
          .filter((step) => !isFinished(step))
          .map(wordsToFinish);
        if (lines.length === 1) await runWords(lines[0]);
        if (lines.length > 1) await runWords(['train-together', JSON.stringify(lines)]);
      }
    });
}
