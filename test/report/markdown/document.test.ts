import { expect, test } from 'vitest';
import { createDocument, fillDocument, hasMarks } from '../../../src/report/markdown/document.ts';

const shop = { title: 'a shop', markdown: '| NE |\n| --- |\n| 0.95 |' };

test('a document that was made is filled again, and words around the figures stay', () => {
  const made = createDocument('Results', [shop]);
  expect(hasMarks(made)).toBe(true);
  const worded = made.replace('## a shop\n', '## a shop\n\nSurprising.\n') + '\nThe end.\n';
  const filled = fillDocument(worded, [{ ...shop, markdown: '| NE |\n| --- |\n| 0.94 |' }]);
  expect(filled.text).toBe(worded.replace('0.95', '0.94'));
  expect(filled).toMatchObject({ notFound: [], notNamed: [] });
});

test('filling twice with the same figures changes nothing', () => {
  const made = createDocument('Results', [shop]);
  expect(fillDocument(made, [shop]).text).toBe(made);
});

test('figures without a record stay, records without a place are named', () => {
  const made = createDocument('Results', [shop]);
  const filled = fillDocument(made, [{ title: 'a portal', markdown: 'x' }]);
  expect(filled).toEqual({ text: made, notFound: ['a shop'], notNamed: ['a portal'] });
});

test('an open mark and two comparisons of one title are refused', () => {
  expect(() => fillDocument('<!-- sid report: a shop -->\n', [shop])).toThrow(
    'line 1 has no "<!-- end of figures -->" after it',
  );
  expect(() => fillDocument('', [shop, shop])).toThrow('two comparisons are called "a shop"');
});
