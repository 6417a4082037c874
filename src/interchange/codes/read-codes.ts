// Somebody's codes as semantic IDs.
import { basename } from 'node:path';
import { toIds } from '../../artifacts/id-file.ts';
import type { SemanticIds } from '../../artifacts/semantic-ids.ts';
import type { Database } from '../../data/duckdb.ts';
import { setting, UserError } from '../../util/errors.ts';
import { parseCodes } from './code-tokens.ts';
import type { CodeSource } from './code-source.ts';
import type { ImportCodesSettings } from './import-codes-settings.ts';
import { openIndexCodes, openTensorCodes } from './index-code-source.ts';
import { openTableCodes } from './table-code-source.ts';

/** Codes from elsewhere. */
export interface ReadCodes extends SemanticIds {
  /** They were not given: the highest code of each level and one. */
  readonly areSizesInferred: boolean;
  /** Levels that stand in the file, of which the first L were taken. */
  readonly levelsThere: number;
}

/**
 * Reads ids and codes of any of the known forms, in the order of the file.
 *
 * @throws UserError naming file and row where an id is empty or stands twice, codes are none, or an item has fewer or more of
 *   them than the first
 */
export async function readCodes(
  database: Database,
  settings: ImportCodesSettings,
): Promise<ReadCodes> {
  const { codes: path } = settings;
  const source = await openSource(database, settings);
  const ids: (number | string)[] = [];
  const codes: number[] = [];
  let levelsThere = 0;
  let levels = 0;
  for await (const rows of source.rows) {
    for (const row of rows) {
      const number = ids.length + 1;
      const id = toId(row.id, path, number);
      const ofItem = parseCodes(row.codes);
      if (ofItem === undefined) throw noCodes(source, path, number, row.codes);
      if (levelsThere === 0) {
        levelsThere = ofItem.length;
        levels = chooseLevels(settings, levelsThere, path);
      }
      const isShort = settings.levels === null ? ofItem.length !== levels : ofItem.length < levels;
      if (isShort) throw otherLevels(path, number, ofItem.length, settings.levels, levels);
      ids.push(id);
      for (let level = 0; level < levels; level++) codes.push(ofItem[level]);
    }
  }
  if (ids.length === 0) throw new UserError(`${path} has no items; choose another file`);
  const codes_NL = Int32Array.from(codes);
  const highest = highestCodes(codes_NL, levels);
  const given = givenSizes(settings, levels) ?? source.codebookSizes?.slice(0, levels);
  if (given !== undefined) assertWithin(codes_NL, given, ids, path);
  return {
    itemIds: toIds(ids, 'item', path),
    codes_NL,
    levels,
    codebookSizes: given ?? highest.map((code) => code + 1),
    areSizesInferred: given === undefined,
    levelsThere,
    quantizer: `imported from ${basename(path)}`,
  };
}

async function openSource(database: Database, settings: ImportCodesSettings): Promise<CodeSource> {
  const { codes: path, id, columns } = settings;
  const ending = path.toLowerCase().slice(path.lastIndexOf('.') + 1);
  if (ending !== 'json' && ending !== 'safetensors') {
    return openTableCodes(database, path, settings);
  }
  const unread = Object.entries({ id, columns }).find(([, value]) => value !== null);
  if (unread !== undefined) {
    throw new UserError(`${setting(unread[0])} is about tables, ${path} is none; leave it out`);
  }
  return ending === 'json' ? openIndexCodes(path) : openTensorCodes(path);
}

function toId(id: unknown, path: string, row: number): number | string {
  if (typeof id === 'number' || (typeof id === 'string' && id !== '')) return id;
  throw new UserError(`${path}, row ${row}: the id is empty; fill it or drop the row`);
}

function noCodes(source: CodeSource, path: string, row: number, value: unknown): UserError {
  const shown = value === null ? 'nothing' : JSON.stringify(value).slice(0, 60);
  return new UserError(
    `${path}, row ${row}: ${source.where} holds ${shown}, no codes; wanted are numbers of 0 or more, coarse to fine, or ` +
      `tokens like <a_3><b_9>; mend the row${source.hasColumns ? `, or choose others with ${setting('columns')}` : ''}`,
  );
}

function otherLevels(
  path: string,
  row: number,
  there: number,
  asked: number | null,
  levels: number,
): UserError {
  const remedy =
    asked === null
      ? `take the first ${Math.min(there, levels)} with ${setting('levels')} ${Math.min(there, levels)}`
      : `give ${setting('levels')} ${there} or fewer`;
  return new UserError(
    `${path}, row ${row}: ${there} codes where ${levels} are wanted, like in the rows before; ${remedy}`,
  );
}

function chooseLevels({ levels }: ImportCodesSettings, there: number, path: string): number {
  if (levels === null || levels <= there) return levels ?? there;
  throw new UserError(
    `${setting('levels')} ${levels}: ${path} has codes of ${there} levels; give ${there} or fewer`,
  );
}

function highestCodes(codes_NL: Int32Array, levels: number): number[] {
  const highest = Array<number>(levels).fill(0);
  codes_NL.forEach((code, i) => {
    highest[i % levels] = Math.max(highest[i % levels], code);
  });
  return highest;
}

function givenSizes(
  { codebookSizes: given }: ImportCodesSettings,
  levels: number,
): readonly number[] | undefined {
  if (given === null) return undefined;
  if (given.length === 1) return Array.from({ length: levels }, () => given[0]);
  if (given.length === levels) return given;
  throw new UserError(
    `${setting('codebookSizes')} ${given.join(',')} are ${given.length} sizes, the codes have ${levels} levels; give ` +
      `one number or ${levels}`,
  );
}

function assertWithin(
  codes_NL: Int32Array,
  sizes: readonly number[],
  ids: readonly (number | string)[],
  path: string,
): void {
  const levels = sizes.length;
  const at = codes_NL.findIndex((code, i) => code >= sizes[i % levels]);
  if (at < 0) return;
  const [item, level] = [Math.floor(at / levels), at % levels];
  throw new UserError(
    `${path}, row ${item + 1}: item ${ids[item]} has code ${codes_NL[at]} at level ${level + 1}, of a codebook of ` +
      `${sizes[level]}; codes are counted from 0; give larger ${setting('codebookSizes')}`,
  );
}
