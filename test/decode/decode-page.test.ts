import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodedItems } from '../../src/decode/coded-items.ts';
import { renderDecodePage } from '../../src/decode/decode-page.ts';
import { allotPictures, planDecode } from '../../src/decode/decode-plan.ts';
import type { PlanOptions } from '../../src/decode/decode-plan.ts';
import { measureLevels } from '../../src/decode/measure-levels.ts';
import { countTitleWords } from '../../src/decode/title-words.ts';
import { testInBrowser } from '../support/browser.ts';

const NUM_ITEMS = 600;
const DOT = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** Three first codes of 300, 200 and 100 items, their types; the second code goes through 10, the third through 8. */
const first = (item: number): number => (item < 300 ? 2 : item < 500 ? 0 : 1);
const coded: CodedItems = {
  path: 'runs/sids/sids.arrow',
  itemIds: Float64Array.from({ length: NUM_ITEMS }, (_, item) => 1000 + item),
  codes_NL: Int32Array.from(
    Array.from({ length: NUM_ITEMS }, (_, item) => [first(item), item % 10, item % 8]).flat(),
  ),
  levels: 3,
  codebookSizes: [10, 10, 10],
  title_N: Array.from(
    { length: NUM_ITEMS },
    (_, item) => `${['Unbreakablydescribed', 'Watch', 'Mug'][first(item)]} of number ${item}`,
  ),
  type_N: Int32Array.from({ length: NUM_ITEMS }, (_, item) => first(item)),
  types: ['Novelty', 'Watches', 'Mugs'],
  isListed_N: new Uint8Array(NUM_ITEMS).fill(1),
  numUncoded: 0,
};
const urls = new Map(Array.from({ length: NUM_ITEMS }, (_, item) => [item, DOT] as const));
const wordsOf = countTitleWords(coded.title_N);

function render(options: Partial<PlanOptions> = {}, most = 3000): string {
  const asked = { prefix: null, item: null, most: 12, prefixes: 40, distances: null, ...options };
  const plan = planDecode(coded, wordsOf, asked);
  const pictured = allotPictures(plan, most);
  return renderDecodePage({ coded, plan, levels: measureLevels(coded), pictured, urls, notes: [] });
}

const plain = (text: string): string => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('sections, what is below them, and what is left out, are counted', () => {
  const text = plain(render({ prefixes: 2 }));
  expect(text).toContain('2 of them, with 500 of 600 items');
  expect(text).toMatch(/2 mug 12 of 300 items · 100 % Mugs · 50\.0 % of all/);
  expect(text).toContain('By the next code: 10 prefixes');
  // 300 items, 10 second codes of 30 each; 6 are shown.
  expect(text).toMatch(/2,0 mug 12 of 30 items/);
  expect(text).toContain('4 smaller prefixes with 120 items not shown');
  expect(text).toContain('1 more prefix with 100 items not shown');
  expect(text).toMatch(/first 1 3 300 0\.0 % 100\.0 % 5\d\.\d %/);
});

test('pictures go to sections first, then to what is below; the rest has titles', () => {
  // 6 second codes of 30 and of 20 items show 12 each, those of 10 all.
  expect(render().match(/<img/g)).toHaveLength(3 * 12 + 6 * (12 + 12 + 10));
  expect(render({}, 36).match(/<img/g)).toHaveLength(36);
  expect(render({}, 47).match(/<img/g)).toHaveLength(36);
  expect(render({}, 35).match(/<img/g)).toHaveLength(24);
  expect(render({}, 11)).not.toContain('<img');
});

test('a whole semantic ID has its items, and nothing below', () => {
  const text = plain(render({ prefix: [2, 4, 0] }));
  expect(text).toContain('What the prefix 2,4,0 holds');
  expect(text).not.toContain('By the next code');
});

const PROBE = `<script>
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  const set = (name, value) => top.document.documentElement.setAttribute('data-' + name, value);
  set('scroll', document.scrollingElement.scrollWidth);
  set('ground', getComputedStyle(document.body).backgroundColor);
</script>`;
const folder = mkdtempSync(join(tmpdir(), 'decode-page-'));
const phone = join(folder, 'phone.html');
const inFrame = `${render()}${PROBE}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
writeFileSync(
  phone,
  `<!doctype html><iframe width="390" height="844" style="border: 0" srcdoc="${inFrame}"></iframe>`,
);

testInBrowser('with all folds open nothing is wider than a phone, light and dark', (load) => {
  const grounds = ['1', '0'].map((scheme) => {
    const { dom } = load(phone, [`--blink-settings=preferredColorScheme=${scheme}`]);
    expect(/data-scroll="(\d+)"/.exec(dom)?.[1]).toBe('390');
    return /data-ground="([^"]+)"/.exec(dom)?.[1];
  });
  expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(20, 23, 27)']);
});
