import { expect, test } from 'vitest';
import type { AskedPair } from '../../src/retrieval/asked-queries.ts';
import {
  questionsFromGroups,
  questionsFromPairs,
  someQuestions,
} from '../../src/retrieval/questions.ts';
import type { KnownIds } from '../../src/retrieval/questions.ts';

const ITEMS: KnownIds = {
  ids: Float64Array.of(10, 20, 30, 40),
  without: new Set(['50']),
  path: 'items.arrow',
};
const QUERIES: KnownIds = {
  ids: ['mug', 'cup', 'jar'],
  without: new Set(['blur']),
  path: 'q.arrow',
};

const pairsOf = (...rows: readonly (readonly [string, string, string?])[]): AskedPair[] =>
  rows.map(([query, item, user = null], i) => ({ query, item, user, row: i + 1 }));

const ask = (pairs: readonly AskedPair[], areItems = false) =>
  questionsFromPairs(pairs, 'pairs.csv', { items: ITEMS, queries: QUERIES, areItems });

const lists = (relevant: readonly Int32Array[]): number[][] => relevant.map((each) => [...each]);

test('queries that are asked, what they want, and what is left out', () => {
  const { questions, leftOut } = ask(
    pairsOf(
      ['jar', '30'],
      ['mug', '40'],
      ['mug', '10'],
      ['mug', '40'],
      ['cup', '50'],
      ['blur', '10'],
    ),
  );
  expect([...questions.asked]).toEqual([0, 2]);
  expect(lists(questions.relevant)).toEqual([[0, 3], [2]]);
  expect([...questions.numRelevant]).toEqual([2, 1]);
  expect([...questions.self]).toEqual([-1, -1]);
  expect(leftOut).toEqual({ withoutVector: 2, copies: 1 });
});

test('a search that two users made counts once, for both', () => {
  const { questions, leftOut } = ask(pairsOf(['mug', '10', 'ann'], ['mug', '10', 'bob']));
  expect(questions.sample.sample.users.count).toBe(2);
  expect([...questions.sample.shareOfPair]).toEqual([0.5, 0.5]);
  expect(lists(questions.relevant)).toEqual([[0]]);
  expect(leftOut.copies).toBe(0);
});

test('items that ask are no answer to themselves', () => {
  const { questions } = ask(pairsOf(['20', '10'], ['40', '30']), true);
  expect([...questions.self]).toEqual([1, 3]);
  expect(() => ask(pairsOf(['20', '20']), true)).toThrow('row 1: item 20 wants itself');
});

test.each([
  [['mug', '11'], 'pairs.csv, row 2: item 11 is not in items.arrow; did you mean 10?'],
  [['mugg', '10'], 'pairs.csv, row 2: query mugg is not in q.arrow; did you mean mug?'],
] as const)('an unknown id is named with its row and the nearest: %j', (pair, text) => {
  expect(() => ask(pairsOf(['mug', '10'], pair))).toThrow(text);
});

test('nothing to ask is said', () => {
  expect(() => ask(pairsOf(['mug', '50']))).toThrow('no pair has vectors of both');
});

test('items of one kind want one another, not themselves; who is alone asks nothing', () => {
  const questions = questionsFromGroups(['a', 'b', 'a', null, 'c', 'a', 'b'], 'type');
  expect([...questions.asked]).toEqual([0, 1, 2, 5, 6]);
  expect([...questions.self]).toEqual([...questions.asked]);
  expect([...questions.numRelevant]).toEqual([2, 1, 2, 2, 1]);
  expect(lists(questions.relevant)[3]).toEqual([0, 2, 5]);
  expect(questions.sample.sample.items.count).toBe(2);
  expect(() => questionsFromGroups(['a', 'b', null], 'type')).toThrow('share a value of type');
});

test('some of the questions keep what they want and who asked', () => {
  const { questions } = ask(
    pairsOf(['mug', '10', 'ann'], ['cup', '20', 'ann'], ['jar', '30', 'bob'], ['jar', '40', 'bob']),
  );
  const some = someQuestions(questions, Int32Array.of(1, 2));
  expect([...some.asked]).toEqual([1, 2]);
  expect(lists(some.relevant)).toEqual([[1], [2, 3]]);
  expect([...some.sample.queryOfPair]).toEqual([0, 1, 1]);
  expect(some.sample.sample.users.count).toBe(2);
});
