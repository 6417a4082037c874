import { Argument, Command } from 'commander';

/**
 * `sid run-steps JSON` (not in the help): command lines one after another in one process, which loads the engine
 * once. What `sid compare` starts for each trial.
 *
 * @param runWords runs one command line; throws what the command throws
 */
export function createRunStepsCommand(
  runWords: (words: readonly string[]) => Promise<void>,
): Command {
  return new Command('run-steps')
    .description('several command lines in one process')
    .addArgument(new Argument('<json>', 'list of command lines, each a list of words'))
    .action(async (json: string) => {
      for (const words of JSON.parse(json) as string[][]) await runWords(words);
    });
}
