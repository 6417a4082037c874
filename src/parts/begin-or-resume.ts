// What a run was begun with, so that it goes on only with the same.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import { unknown } from '../schema/json.ts';
import { assertSameSettings } from '../schema/same-settings.ts';
import { writeJsonWhole } from '../util/atomic-output.ts';

/**
 * Keeps the settings in the folder's checkpoint, from which on it can be resumed; or compares them with those that are there.
 *
 * @throws UserError naming the first that differs
 */
export async function beginOrResume(folder: string, settings: object): Promise<void> {
  const path = join(folder, 'checkpoint', 'settings.json');
  mkdirSync(join(folder, 'checkpoint'), { recursive: true });
  if (!existsSync(path)) {
    await writeJsonWhole(path, settings);
    return;
  }
  const begun = parseFile(unknown(), readJson(path), path);
  assertSameSettings(begun as object, settings, folder);
}
