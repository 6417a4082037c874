// Several train-ranker lines over one reading of the days.
import { Argument, Command } from 'commander';
import { defineCommand } from '../frame/run-command.ts';
import { parseTrainRanker } from '../frame/train-ranker-options.ts';
import { trainAndRecord } from '../frame/train-and-record.ts';

/**
 * `sid train-together JSON` (not in the help): several `sid train-ranker` command lines in one process, which reads
 * and decodes the days once for all of them. Each writes what it would have written alone, to the bit, but for times
 * and memory (`trainAndRecord`). They must agree in what decides the batches and stand at the same place.
 */
export function createTrainTogetherCommand(): Command {
  const command = new Command('train-together')
    .description('several train-ranker command lines over one reading of the days')
    .addArgument(
      new Argument('<json>', 'list of lists of words, each "train-ranker" and its flags'),
    );
  return defineCommand(command, async (_, run) => {
    const lines = JSON.parse(command.args[0]) as string[][];
    const parsed = lines.map((argv) => ({ argv, options: parseTrainRanker(argv) }));
    const runs = await trainAndRecord(parsed, run);
    run.result({ runs: runs.map(({ value }) => value) }, runs.map(({ text }) => text).join('\n'));
  });
}
