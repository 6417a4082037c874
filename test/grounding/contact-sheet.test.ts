import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeItemBoxes } from '../../src/artifacts/item-boxes.ts';
import type { ItemBox } from '../../src/artifacts/item-boxes.ts';
import { chooseForSheet } from '../../src/grounding/choose-for-sheet.ts';
import { renderContactSheet } from '../../src/grounding/contact-sheet.ts';

const box = (score: number, prompt = 'mug'): ItemBox => ({
  ...{ x0: 0.25, y0: 0.125, x1: 0.5, y1: 1, score, isFound: score > 0.25 },
  ...{ prompt, pictureHash: '' },
});

test('the scores nearest to the threshold come first, then the others evenly', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'sid-sheet-')), 'boxes.arrow');
  const scores = [0.9, 0.26, 0.1, 0.23, 0.8, 0.7, 0.6, 0.5, 0.95, 0.99];
  const itemIds = Float64Array.from(scores, (_, i) => i);
  await writeItemBoxes(path, [{ itemIds, boxes: scores.map((score) => box(score)) }]);
  const { doubtful, sample } = await chooseForSheet(path, 0.25, 3);
  expect(doubtful).toEqual([1, 3, 2]);
  // Of 0, 4, 5, 6, 7, 8, 9 the second, the fourth, the sixth.
  expect(sample).toEqual([4, 6, 8]);
});

test('an item without a prompt is in no doubt', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'sid-sheet-')), 'boxes.arrow');
  await writeItemBoxes(path, [{ itemIds: ['a', 'b'], boxes: [box(0.25, ''), box(0.9)] }]);
  expect(await chooseForSheet(path, 0.25, 5)).toEqual({ doubtful: ['b'], sample: ['a'] });
});

test('a box lies over its picture in fractions of it; texts are escaped', () => {
  const shown = (id: string, score: number, picture: string | null) => ({
    ...{ box: box(score, '<b>mug</b>'), picture },
    item: { id, row: 1, picture: null, type: null, title: null, description: null, attributes: [] },
  });
  const page = renderContactSheet({
    ...{ catalog: 'items.csv', boxThreshold: 0.25, numGrounded: 3, numFound: 1 },
    choice: { doubtful: ['a', 'b'], sample: ['c'] },
    shown: [shown('b', 0.2, 'data:b'), shown('a', 0.9, 'data:a'), shown('c', 0.5, null)],
  });
  expect(page).not.toContain('<b>mug');
  expect(page).toContain('&lt;b&gt;mug');
  const figures = page.split('<figure>').slice(1);
  expect(figures.map((each) => /<strong>(.)/.exec(each)?.[1])).toEqual(['a', 'b', 'c']);
  expect(figures[0]).toContain('style="left:25.00%;top:12.50%;width:25.00%;height:87.50%"');
  expect(figures[0]).toContain('score 0.90');
  expect(figures[1]).not.toContain('class="box"');
  expect(figures[1]).toContain('whole picture: best score 0.20');
  expect(figures[2]).toContain('the picture is gone');
});
