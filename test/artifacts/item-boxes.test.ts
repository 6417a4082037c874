import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openItemBoxes, streamItemBoxes, writeItemBoxes } from '../../src/artifacts/item-boxes.ts';
import type { ItemBox } from '../../src/artifacts/item-boxes.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-boxes-'));

const box = (given: Partial<ItemBox>): ItemBox => ({
  ...{ x0: 0.25, y0: 0, x1: 0.5, y1: 1, score: 0.75 },
  ...{ isFound: true, prompt: 'red mug', pictureHash: 'abc' },
  ...given,
});

test('boxes come back as they were written, in their record batches', async () => {
  const path = join(root, 'boxes.arrow');
  const whole = box({ x0: 0, x1: 1, score: 0, isFound: false, prompt: '' });
  await writeItemBoxes(path, [
    { itemIds: ['a', 'b'], boxes: [box({}), whole] },
    { itemIds: ['c'], boxes: [box({ x1: 0.75 })] },
  ]);
  const batches = [];
  for await (const batch of streamItemBoxes(path)) batches.push(batch);
  expect(batches).toEqual([
    { itemIds: ['a', 'b'], boxes: [box({}), whole] },
    { itemIds: ['c'], boxes: [box({ x1: 0.75 })] },
  ]);
  const file = await openItemBoxes(path);
  expect((await file.read(1)).itemIds).toEqual(['c']);
  await file.close();
});

test.each([{ x0: 0.5 }, { y1: 1.5 }, { x0: -0.1 }, { y0: NaN }])(
  'what is no box is refused: %j',
  async (wrong) => {
    const path = join(root, 'wrong.arrow');
    await writeItemBoxes(path, [{ itemIds: Float64Array.of(7), boxes: [box(wrong)] }]);
    const read = async (): Promise<void> => {
      await streamItemBoxes(path).next();
    };
    await expect(read()).rejects.toThrow(/wrong\.arrow, item 7: .* is no box within 0 to 1/);
  },
);
