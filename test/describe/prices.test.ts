import { expect, test } from 'vitest';
import { costOf, pricesKind } from '../../src/describe/prices.ts';

test('prices are two numbers for a million tokens', () => {
  const prices = pricesKind.fromWord('2.5,10');
  expect(prices).toEqual({ input: 2.5, output: 10 });
  expect(pricesKind.toWords(prices)).toEqual(['2.5,10']);
  expect(costOf({ input_tokens: 2_000_000, output_tokens: 100_000 }, prices)).toBe(6);
  expect(costOf({ input_tokens: 1, output_tokens: 1 }, null)).toBeNull();
  for (const word of ['2.5', '1,2,3', 'a,b', '-1,2', '']) {
    expect(() => pricesKind.fromWord(word), word).toThrow(/^give two prices/);
  }
});
