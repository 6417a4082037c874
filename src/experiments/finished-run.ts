// Whether a finished run is the one that is asked for again.
import { readRunRecord } from '../artifacts/run-record.ts';
import type { RunRecord } from '../artifacts/run-record.ts';
import { assertSameSettings } from '../schema/same-settings.ts';
import { setting, UserError } from '../util/errors.ts';
import { hashInput } from './hash-input.ts';

/**
 * Reads the record of a finished run that a command with --resume finds.
 *
 * @param now settings, and input files or folders by name, of the command
 * @throws UserError naming the first setting or input that differs: nothing is to be taken for what it is not
 */
export async function assertSameRun(
  folder: string,
  now: { readonly config: object; readonly inputs: Readonly<Record<string, string>> },
): Promise<RunRecord> {
  const record = readRunRecord(folder);
  assertSameSettings(record.config, JSON.parse(JSON.stringify(now.config)) as object, folder);
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
