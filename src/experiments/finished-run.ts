// Whether a finished run is the one that is asked for again.
import { readRecord } from '../records/run-record.ts';
import type { RecordKind, RunRecord } from '../records/run-record.ts';
import { assertSameSettings, comparedSettings } from '../schema/same-settings.ts';
import type { SettingsTable } from '../schema/settings.ts';
import { setting, UserError } from '../util/errors.ts';
import { hashInput } from './hash-input.ts';

/**
 * Reads the record of a finished run that a command with --resume finds.
 *
 * @param now settings, and input files or folders by name, of the command; with their table paths may be written otherwise, and
 *   what decides nothing may differ
 * @throws UserError naming the first setting or input that differs: nothing is to be taken for what it is not
 */
export async function assertSameRun<Command extends string, Config extends object, Metrics>(
  kind: RecordKind<Command, Config, Metrics>,
  folder: string,
  now: {
    readonly table?: SettingsTable;
    readonly config: Config;
    readonly inputs: Readonly<Record<string, string>>;
  },
): Promise<RunRecord<Command, Config, Metrics>> {
  const record = readRecord(kind, folder);
  const { table } = now;
  const compared = (config: Config): object =>
    table === undefined ? config : comparedSettings(table, config);
  assertSameSettings(compared(record.config), compared(now.config), folder);
  for (const [name, path] of Object.entries(now.inputs)) {
    if ((await hashInput(path)) !== record.inputs[name]) {
      throw new UserError(
        `${folder} was made from other bytes than ${path} has now; choose another ${setting('out')}, or add ` +
          `${setting('force')} to replace it`,
      );
    }
  }
  return record;
}
