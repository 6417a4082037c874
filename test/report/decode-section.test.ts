import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderPage } from '../../src/report/page.ts';
import { madeUpRecord } from '../support/made-up-records.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-decode-section-'));

const prefix = {
  prefix: [3],
  items: 4,
  words: ['mug', '<b>'],
  type: 'Mugs & cups',
  type_percent: 75,
};

async function textOf(metrics: object = {}, from: string | null = null): Promise<string> {
  const record = madeUpRecord('decode', join(root, 'runs', 'my decode'), {
    metrics: { prefixes: [prefix], types: 3, ...metrics },
  });
  return (await renderPage({ records: [record], faults: [] }, {}, from)).text;
}

const plain = (text: string): string => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('the report shows what prefixes hold, beside chance', async () => {
  const text = plain(await textOf());
  expect(text).toContain('What prefixes hold: my decode');
  expect(text).toContain('3 4 mug, &lt;b&gt; Mugs &amp; cups 75');
  expect(text).toContain('first 1 3 4 33.3 83.3 50.0');
});

test('without types there is no word of them', async () => {
  const text = plain(await textOf({ types: 0, prefixes: [{ ...prefix, type: null }] }));
  expect(text).not.toMatch(/by chance|commonest/i);
});

test('the page of pictures is linked from where the report lies, once it is there', async () => {
  expect(await textOf({}, join(root, 'reports'))).not.toContain('<a href="..');
  mkdirSync(join(root, 'runs', 'my decode'), { recursive: true });
  writeFileSync(join(root, 'runs', 'my decode', 'page.html'), '');
  expect(await textOf({}, join(root, 'reports'))).toContain(
    '<a href="../runs/my%20decode/page.html">',
  );
  expect(await textOf()).not.toContain('page.html">');
});
