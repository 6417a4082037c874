// `sid train-ranker`.
import type { Command } from 'commander';
import { STRATEGIES } from '../../sid/strategies.ts';
import { addMeanings } from '../frame/help.ts';
import { defineCommand } from '../frame/run-command.ts';
import { describeTrainRanker } from '../frame/train-ranker-options.ts';
import type { TrainRankerOptions } from '../frame/train-ranker-options.ts';
import { trainAndRecord } from '../frame/train-and-record.ts';

/** `sid train-ranker`: one pass over the days in time order. */
export function createTrainRankerCommand(): Command {
  const command = defineCommand<TrainRankerOptions>(describeTrainRanker(), async (options, run) => {
    const [trained] = await trainAndRecord([{ options }], run);
    run.result(trained.value, trained.text);
  });
  return addMeanings(command, '--embed', STRATEGIES);
}
