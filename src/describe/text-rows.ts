// texts.arrow, a row for each item, and beside it transcripts.jsonl: how each text came about.
import { closeSync, openSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { toIds } from '../artifacts/id-file.ts';
import { streamItemTexts, writeItemTexts } from '../artifacts/item-texts.ts';
import type { ItemTexts } from '../artifacts/item-texts.ts';
import { parseFileText } from '../artifacts/json-file.ts';
import type { ItemRows, Parts, RowFile } from '../parts/row-file.ts';
import { amount, boolean, integer, list, objectOf, string, union, wordOf } from '../schema/json.ts';
import { writeFileWhole } from '../util/atomic-output.ts';
import { UserError } from '../util/errors.ts';
import { openLineGroups } from '../util/line-groups.ts';
import type { Description } from './describe-item.ts';
import { ROLES } from './roles.ts';

const TEXTS_FILE = 'texts.arrow';

/** A line of transcripts.jsonl. */
const lineSchema = objectOf({
  item_id: union([integer, string()], 'an id'),
  text: string(),
  rounds: amount,
  is_good: boolean(),
  steps: list(
    objectOf({
      role: wordOf(...ROLES),
      answer: string(),
      input_tokens: amount,
      output_tokens: amount,
    }),
  ),
});

/** Rows are read back from the transcripts, which have all of them. */
export const TEXT_ROWS: RowFile<Description> = {
  name: TEXTS_FILE,
  async write(path, parts) {
    await writeFileWhole(transcriptsPath(path), async (temporaryPath) => {
      const file = openSync(temporaryPath, 'w');
      try {
        await writeItemTexts(path, writeLines(file, path, parts));
      } finally {
        closeSync(file);
      }
    });
  },
  async open(path) {
    const counts: number[] = [];
    for await (const { texts } of streamItemTexts(path)) counts.push(texts.length);
    const linesPath = transcriptsPath(path);
    const lines = await openLineGroups(linesPath, counts);
    return {
      async read(batch) {
        const rows = (await lines.read(batch)).map((line) => parseLine(line, linesPath));
        if (rows.length === counts[batch]) return rows;
        throw new UserError(`${linesPath} is cut short; make it again`);
      },
      close: () => lines.close(),
    };
  },
};

/** transcripts.jsonl; for a part of it a name of the part's. */
function transcriptsPath(path: string): string {
  if (basename(path) === TEXTS_FILE) return join(dirname(path), 'transcripts.jsonl');
  return path.replace(/\.arrow$/, '.transcripts.jsonl');
}

/** Passes the texts on. */
async function* writeLines(
  file: number,
  path: string,
  parts: Parts<ItemRows<Description>>,
): AsyncGenerator<ItemTexts> {
  for await (const { ids, rows } of parts) {
    const lines = rows.map(({ text, rounds, isGood, steps }, i) =>
      JSON.stringify({ item_id: ids[i], text, rounds, is_good: isGood, steps }),
    );
    writeSync(file, lines.map((line) => `${line}\n`).join(''));
    yield { itemIds: toIds([...ids], 'item_id', path), texts: rows };
  }
}

function parseLine(line: string, path: string): Description {
  const parsed = parseFileText(lineSchema, line, path, 'make it again');
  const { text, rounds, is_good: isGood, steps } = parsed;
  return { text, rounds, isGood, steps };
}
