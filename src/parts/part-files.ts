// The parts of a run on disk: rows, their inputs, and last the JSON with which a part is whole.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toIds } from '../artifacts/id-file.ts';
import { streamItemInputs, writeItemInputs } from '../artifacts/item-inputs.ts';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import { integer, objectOf } from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import { writeJsonWhole } from '../util/atomic-output.ts';
import { itemProblems } from './item-problem.ts';
import type { ItemProblem } from './item-problem.ts';
import type { ItemRows, RowFile } from './row-file.ts';

/** What each row was made from, beside the file of rows. */
export const INPUTS_FILE = 'inputs.arrow';

/** A finished part. */
export interface PartContents<R> extends ItemRows<R> {
  readonly hashes: readonly string[];
  /** Of each row; empty where there was none. */
  readonly rowProblems: readonly string[];
  readonly problems: readonly ItemProblem[];
  /** Rows taken from earlier outputs. */
  readonly numKnown: number;
}

const partSchema = objectOf({ rows: integer, known: integer, problems: itemProblems });
type PartSummary = InferOutput<typeof partSchema>;

/** The parts that a run has in its checkpoint. */
export class PartFiles<R> {
  private readonly folder: string;
  private readonly rowFile: RowFile<R>;

  /** @param folder of the run */
  constructor(folder: string, rowFile: RowFile<R>) {
    this.folder = folder;
    this.rowFile = rowFile;
  }

  has(part: number): boolean {
    return existsSync(this.path(part, 'json'));
  }

  async write(part: number, contents: PartContents<R>): Promise<void> {
    const { ids, rows, hashes, rowProblems, problems, numKnown } = contents;
    if (ids.length > 0) {
      await this.rowFile.write(this.path(part, 'arrow'), [{ ids, rows }]);
      const path = this.path(part, 'inputs.arrow');
      const itemIds = toIds(ids, 'item_id', path);
      await writeItemInputs(path, [{ itemIds, hashes, problems: rowProblems }]);
    }
    await writeJsonWhole(this.path(part, 'json'), { rows: ids.length, known: numKnown, problems });
  }

  summary(part: number): PartSummary {
    const path = this.path(part, 'json');
    return parseFile(
      partSchema,
      readJson(path),
      path,
      'remove it and go on: that part is made again',
    );
  }

  /** Parts that are to be made again. */
  forget(parts: readonly number[]): void {
    for (const part of parts) rmSync(this.path(part, 'json'));
  }

  /** Joins parts into the run's files. @param parts those that have rows */
  async join(parts: readonly number[]): Promise<void> {
    await this.rowFile.write(join(this.folder, this.rowFile.name), this.readRows(parts));
    await writeItemInputs(join(this.folder, INPUTS_FILE), this.readInputs(parts));
  }

  private async *readRows(parts: readonly number[]): AsyncGenerator<ItemRows<R>> {
    for (const part of parts) {
      const file = await this.rowFile.open(this.path(part, 'arrow'));
      const rows = await file.read(0).finally(() => file.close());
      const ids: (number | string)[] = [];
      for await (const { itemIds } of this.readInputs([part])) ids.push(...itemIds);
      yield { ids, rows };
    }
  }

  private async *readInputs(parts: readonly number[]) {
    for (const part of parts) {
      const path = this.path(part, 'inputs.arrow');
      for await (const { itemIds, ...inputs } of streamItemInputs(path)) {
        yield { itemIds: toIds([...itemIds], 'item_id', path), ...inputs };
      }
    }
  }

  private path(part: number, ending: 'arrow' | 'inputs.arrow' | 'json'): string {
    return join(this.folder, 'checkpoint', `part-${String(part).padStart(6, '0')}.${ending}`);
  }
}
