import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCheckpoint } from '../../src/artifacts/checkpoint.ts';
import { dayPath } from '../../src/artifacts/corpus.ts';
import { readDay } from '../../src/artifacts/impressions.ts';
import { isHeldOut } from '../../src/data/held-out.ts';
import { readTrainedRows } from '../../src/experiments/read-trained-rows.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { trainTiny } from '../support/tiny-trained.ts';

test('only items that somebody saw who was not held out, with their rows of the saved table', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-trained-rows-'));
  const { run, corpus } = await trainTiny(folder, 'individual', '--held-out-share', '0.97');
  const seen = new Set<number>();
  for (const day of [1, 2, 3]) {
    for await (const { userIndex, itemIndex } of readDay(dayPath(corpus, day), [])) {
      itemIndex.forEach((item, i) => {
        if (!isHeldOut(userIndex[i], day, 0.97, 1)) seen.add(item);
      });
    }
  }
  const { item_E, rows_EM, width, itemIds } = await readTrainedRows(run, ignoreProgress);
  expect(Array.from(item_E)).toEqual([...seen].toSorted((a, b) => a - b));
  expect(item_E.length).toBeGreaterThan(2);
  expect(item_E.length).toBeLessThan(40);
  const saved = readCheckpoint(join(run.folder, 'models', 'day-003', 'table.safetensors'));
  const table_NM = saved.tensors.get('table.weights')?.values ?? [];
  const last = item_E[item_E.length - 1];
  expect(rows_EM.slice(-width)).toBeAllclose(table_NM.slice(last * width, (last + 1) * width), 0);
  expect([width, itemIds.length]).toEqual([8, 40]);
});
