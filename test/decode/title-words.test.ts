import { expect, test } from 'vitest';
import { countTitleWords } from '../../src/decode/title-words.ts';

const TITLES = [
  ...Array.from({ length: 20 }, (_, i) => `Casio Men Analog Watch ${i}`),
  ...Array.from({ length: 60 }, (_, i) => `Nike Men Blue T-shirt ${i}`),
  ...Array.from({ length: 19 }, () => 'Women Red Dress'),
  null,
];
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

test('words of a group are those that the catalog has far less often', () => {
  const wordsOf = countTitleWords(TITLES);
  // "men" is as frequent as elsewhere, numbers and single letters are no words.
  expect(wordsOf(range(0, 20)).toSorted()).toEqual(['analog', 'casio', 'watch']);
  expect(wordsOf([...range(80, 100), 0]).toSorted()).toEqual(['dress', 'red', 'women']);
});

test('what all share, a single item and no titles have no words', () => {
  const wordsOf = countTitleWords(TITLES);
  expect(wordsOf(range(0, 100))).toEqual([]);
  expect(wordsOf([0])).toEqual([]);
  expect(wordsOf([99])).toEqual([]);
  expect(countTitleWords([null, null])([0, 1])).toEqual([]);
});

test('any script has words', () => {
  const titles = ['часы', 'часы', '腕時計 白', ...Array<string>(40).fill('tisch')];
  expect(countTitleWords(titles)([0, 1])).toEqual(['часы']);
});
