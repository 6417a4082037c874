// Several train-ranker lines over one reading of the days.
import { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import { TRAINING_OUT } from '../frame/common-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { parseFlags } from '../frame/settings-flags.ts';
import { trainAndRecord } from '../frame/train-and-record.ts';

const FLAGS = { ...RANKER_RUN_SETTINGS, ...TRAINING_OUT };

/**
 * `sid train-together JSON`: several `sid train-ranker` command lines in one process, which reads and decodes the days
 * once for all of them. Each writes what it would have written alone, to the bit, but for times and memory
 * (`trainAndRecord`). They must agree in what decides the batches and stand at the same place.
 */
export async function trainTogether(_: object, run: RunContext): Promise<void> {
  const lines = JSON.parse(run.words[0]) as string[][];
  const parsed = lines.map((argv) => {
    const [name, ...words] = argv;
    return { argv, options: parseFlags(name, FLAGS, words) };
  });
  const runs = await trainAndRecord(parsed, run);
  run.result({ runs: runs.map(({ value }) => value) }, runs.map(({ text }) => text).join('\n'));
}
