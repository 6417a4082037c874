import { Argument, Command } from 'commander';
import { isFinished, wordsToFinish } from '../experiments/step.ts';
import type { Step } from '../experiments/step.ts';

/**
 * `sid run-steps JSON` (not in the help): steps one after another in one process, which loads the engine once. What
 * `sid compare` starts for each trial, and what `--plan` prints. It may be run again at any time: finished steps
 * are skipped, an interrupted one goes on from its checkpoint.
 *
 * @param runWords runs one command line; throws what the command throws
 */
export function createRunStepsCommand(
  runWords: (words: readonly string[]) => Promise<void>,
): Command {
  return new Command('run-steps')
    .description('several command lines in one process')
    .addArgument(new Argument('<json>', 'list of {words, folder, finishedFile}'))
    .action(async (json: string) => {
      for (const step of JSON.parse(json) as Step[]) {
        if (!isFinished(step)) await runWords(wordsToFinish(step));
      }
    });
}
