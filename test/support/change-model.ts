import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** JSON that may be changed. */
export type Json = Record<string, unknown>;

/**
 * A folder with the files of a model, of which one JSON file is another.
 *
 * @param change given the file's contents; what it returns is written, undefined: the file is left out
 */
export function changeModel(
  model: string,
  file: string,
  change: (json: Json) => Json | undefined,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'sid-model-'));
  for (const name of readdirSync(model)) {
    if (name !== file) symlinkSync(resolve(model, name), join(folder, name));
  }
  const changed = change(JSON.parse(readFileSync(join(model, file), 'utf8')) as Json);
  if (changed !== undefined) writeFileSync(join(folder, file), JSON.stringify(changed));
  return folder;
}
