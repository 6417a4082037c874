import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { streamItemTexts } from '../../src/artifacts/item-texts.ts';
import type { Description } from '../../src/describe/describe-item.ts';
import { TEXT_ROWS } from '../../src/describe/text-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-text-rows-'));

const rowOf = (text: string): Description => ({
  ...{ text, rounds: text.length, isGood: text.length > 3 },
  steps: [{ role: 'summarizer', answer: `"${text}"\n`, input_tokens: 9, output_tokens: 1 }],
});
const parts = [
  { ids: [1, 2], rows: [rowOf('mug'), rowOf('Größe 4 \u2028 “x”')] },
  { ids: [7], rows: [rowOf('a cup')] },
];

test('rows go to Arrow and JSON lines, and come back part by part in any order', async () => {
  const path = join(folder, 'texts.arrow');
  await TEXT_ROWS.write(path, parts);
  const file = await TEXT_ROWS.open(path);
  expect(await file.read(1)).toEqual(parts[1].rows);
  expect(await file.read(0)).toEqual(parts[0].rows);
  await file.close();
  const batches = [];
  for await (const batch of streamItemTexts(path)) batches.push(batch);
  expect(batches[0]).toEqual({
    itemIds: [1, 2],
    texts: [
      { text: 'mug', rounds: 3, isGood: false },
      { text: 'Größe 4 \u2028 “x”', rounds: 13, isGood: true },
    ],
  });
  expect(batches[1].itemIds).toEqual([7]);
  const lines = readFileSync(join(folder, 'transcripts.jsonl'), 'utf8').split('\n');
  expect(lines).toHaveLength(4);
  expect(JSON.parse(lines[2])).toMatchObject({ item_id: 7, text: 'a cup', is_good: true });
});

test('transcripts that are cut short or damaged are refused', async () => {
  const path = join(folder, 'part-000001.arrow');
  await TEXT_ROWS.write(path, parts);
  const lines = join(folder, 'part-000001.transcripts.jsonl');
  const whole = readFileSync(lines, 'utf8');
  for (const [text, message] of [
    [whole.slice(0, -10), /is cut short; make it again/],
    [whole.replaceAll('"text"', '"txt"'), /"txt"; did you mean "text"\?; make it again/],
  ] as const) {
    writeFileSync(lines, text);
    const file = await TEXT_ROWS.open(path);
    await expect(file.read(1)).rejects.toThrow(message);
    await file.close();
  }
});
