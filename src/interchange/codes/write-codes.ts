// Codes in other formats.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSemanticIds } from '../../artifacts/semantic-ids.ts';
import type { SemanticIds } from '../../artifacts/semantic-ids.ts';
import type { FormatOf } from '../export-formats.ts';
import { fillTemplate } from '../fill-template.ts';
import { tokensOfItem } from './code-tokens.ts';
import { writeCodeTable } from './write-code-table.ts';
import { writeCodeTensors } from './write-code-tensors.ts';
import { writeTokenIndex } from './write-token-index.ts';

/** What a format is written from. */
export interface CodesToWrite {
  readonly sids: SemanticIds;
  /** The file that they were read from. */
  readonly path: string;
  /** Where its files go; exists. */
  readonly folder: string;
}

const CODE_WRITERS: Readonly<Record<FormatOf<'codes'>, (codes: CodesToWrite) => Promise<void>>> = {
  parquet: (codes) => writeCodeTable(codes, 'parquet'),
  csv: (codes) => writeCodeTable(codes, 'csv'),
  json: writeTokenIndex,
  safetensors: writeCodeTensors,
};

/** What was written. */
export interface WrittenCodes {
  readonly items: number;
  readonly levels: number;
  readonly codebookSizes: readonly number[];
}

/**
 * Writes codes in some formats, and a README that says how they are read.
 *
 * @param path sids.arrow
 * @param folder exists
 */
export async function writeCodes(
  path: string,
  folder: string,
  formats: readonly FormatOf<'codes'>[],
): Promise<WrittenCodes> {
  const sids = await readSemanticIds(path);
  for (const format of formats) await CODE_WRITERS[format]({ sids, path, folder });
  const { levels, codes_NL, itemIds, codebookSizes } = sids;
  const readme = fillTemplate('codes', {
    items: String(itemIds.length),
    levels: String(levels),
    sizes: codebookSizes.join(', '),
    quantizer: sids.quantizer,
    example: tokensOfItem(codes_NL.subarray(0, levels)).join(''),
  });
  writeFileSync(join(folder, 'README.md'), readme);
  return { items: itemIds.length, levels, codebookSizes };
}
