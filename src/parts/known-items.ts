// Rows of earlier outputs, for items that have not changed since.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { streamItemInputs } from '../artifacts/item-inputs.ts';
import { setting, UserError } from '../util/errors.ts';
import { groupBy } from '../util/group-by.ts';
import { INPUTS_FILE } from './part-files.ts';
import type { OpenRowFile, RowFile } from './row-file.ts';

/** Where a known row lies. */
export interface KnownItem {
  readonly problem: string;
  readonly file: number;
  readonly batch: number;
  readonly offset: number;
}

/** Earlier outputs, open for reading. */
export interface KnownItems<R> {
  /** The row of an item that was made from the same inputs. */
  find(id: number | string, hash: string): KnownItem | undefined;
  /** Rows in the order of the list. Memory holds a record batch at a time. */
  read(items: readonly KnownItem[]): Promise<R[]>;
  close(): Promise<void>;
}

interface Entry extends KnownItem {
  readonly hash: string;
}

/**
 * Opens the outputs of finished runs. Where several hold an item, the first of them counts.
 *
 * @throws UserError if a folder is not such an output
 */
export async function openKnownItems<R>(
  folders: readonly string[],
  rowFile: RowFile<R>,
): Promise<KnownItems<R>> {
  const entries = new Map<number | string, Entry[]>();
  const files: OpenRowFile<R>[] = [];
  const close = async (): Promise<void> => {
    for (const file of files) await file.close();
  };
  try {
    for (const [index, folder] of folders.entries()) {
      assertOutput(folder, rowFile.name);
      files.push(await rowFile.open(join(folder, rowFile.name)));
      await addEntries(entries, join(folder, INPUTS_FILE), index);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    find: (id, hash) => entries.get(id)?.find((entry) => entry.hash === hash),
    async read(items) {
      const rows = new Map<KnownItem, R>();
      const batches = groupBy(items, ({ file, batch }) => `${file}/${batch}`);
      for (const some of batches.values()) {
        const read = await files[some[0].file].read(some[0].batch);
        for (const item of some) rows.set(item, read[item.offset]);
      }
      return items.map((item) => rows.get(item) as R);
    },
    close,
  };
}

function assertOutput(folder: string, name: string): void {
  for (const file of ['run.json', name, INPUTS_FILE]) {
    if (existsSync(join(folder, file))) continue;
    throw new UserError(
      `${join(folder, file)} does not exist; ${setting('known')} takes finished outputs of this command`,
    );
  }
}

async function addEntries(
  entries: Map<number | string, Entry[]>,
  path: string,
  file: number,
): Promise<void> {
  let batch = 0;
  for await (const { itemIds, hashes, problems } of streamItemInputs(path)) {
    itemIds.forEach((id, offset) => {
      const entry = { hash: hashes[offset], problem: problems[offset], file, batch, offset };
      entries.set(id, [...(entries.get(id) ?? []), entry]);
    });
    batch++;
  }
}
