import { expect, test } from 'vitest';
import { itemCards } from '../../src/util/item-cards.ts';
import { pageFrame } from '../../src/util/page-frame.ts';
import { html } from '../../src/util/html.ts';

const plain = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

const CARDS = [
  { id: 7, title: 'Mug <red>', picture: 'data:image/jpeg;base64,AA==', mark: 'wanted' },
  { id: 'B"8', title: null, picture: null, notes: ['cosine 0.81'] },
];

test('a card has picture, title and notes, or says what is missing; all is escaped', () => {
  const { markup } = itemCards('nearest to "mug"', CARDS);
  expect(markup.match(/<li /g)).toHaveLength(2);
  expect(markup).toContain('aria-label="nearest to &quot;mug&quot;"');
  expect(markup).toContain('<img src="data:image/jpeg;base64,AA==" alt="Mug &lt;red&gt;"');
  expect(plain(markup)).toBe('Mug &lt;red&gt; wanted no picture B&quot;8 cosine 0.81');
});

test('only a marked card is set off', () => {
  const classes = [...itemCards('two', CARDS).markup.matchAll(/<li class="([^"]*)"/g)];
  expect(classes.map(([, name]) => name)).toEqual(['card marked', 'card']);
});

test('an order that matters is one line, which the keyboard can scroll', () => {
  expect(itemCards('two', CARDS, { isRow: true }).markup).toContain('class="cards row"');
  expect(itemCards('two', CARDS, { isRow: true }).markup).toContain('tabindex=0');
  expect(itemCards('two', CARDS).markup).not.toContain('tabindex');
});

test('a page is whole in itself', () => {
  const { markup } = pageFrame({
    title: 'A & B',
    styles: '',
    main: html`<p>shown</p>`,
    foot: 'made by',
  });
  expect(markup).toMatch(/^<!doctype html>/);
  expect(markup).toContain('<title>A &amp; B</title>');
  expect(markup).not.toMatch(/<script|<link rel="stylesheet"|@import|\burl\(/);
  expect(plain(markup.slice(markup.indexOf('<body>')))).toBe('A &amp; B shown made by');
});
