// `sid train-ranker`.
import type { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import type { TRAINING_OUT } from '../frame/common-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { trainAndRecord } from '../frame/train-and-record.ts';

/** One pass over the days in time order. */
export async function trainRanker(
  options: OptionsOf<typeof RANKER_RUN_SETTINGS & typeof TRAINING_OUT>,
  run: RunContext,
): Promise<void> {
  const [trained] = await trainAndRecord([{ options }], run);
  run.result(trained.value, trained.text);
}
