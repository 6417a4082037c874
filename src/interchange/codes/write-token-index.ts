// Codes as JSON tokens.
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { idAt } from '../../util/ids.ts';
import type { CodesToWrite } from './write-codes.ts';
import { tokensOfItem } from './code-tokens.ts';

/** Items whose lines are written together. */
const STRETCH = 4096;

/**
 * Writes index.json: an object with the tokens of each item by its id, a line for each, in the order of the file of codes. As
 * text and not by one object, which would put ids that are numbers into another order.
 */
export function writeTokenIndex({ sids, folder }: CodesToWrite): Promise<void> {
  const { itemIds, codes_NL, levels } = sids;
  const file = openSync(join(folder, 'index.json'), 'w');
  try {
    appendFileSync(file, '{');
    for (let start = 0; start < itemIds.length; start += STRETCH) {
      const end = Math.min(start + STRETCH, itemIds.length);
      const lines: string[] = [];
      for (let item = start; item < end; item++) {
        const tokens = tokensOfItem(codes_NL.subarray(item * levels, (item + 1) * levels));
        const id = JSON.stringify(String(idAt(itemIds, item)));
        lines.push(`${item === 0 ? '' : ','}\n${id}: ${JSON.stringify(tokens)}`);
      }
      appendFileSync(file, lines.join(''));
    }
    appendFileSync(file, '\n}\n');
  } finally {
    closeSync(file);
  }
  return Promise.resolve();
}
