import { expect, test } from 'vitest';
import { cleanAnswer, cleanText, saysStop } from '../../src/describe/clean-answer.ts';

test.each([
  ['  A red cup.\n', 'A red cup.'],
  ['"A red cup."', 'A red cup.'],
  ['“A red\n  cup”', 'A red cup'],
  ['`A red cup`', 'A red cup'],
  ['<think>is it "red"?</think>\n\nA red cup', 'A red cup'],
  ['A "red" cup for "tea"', 'A "red" cup for "tea"'],
  ['"Red" and "blue"', '"Red" and "blue"'],
])('a text is one line without what models put around it: %j', (answer, text) => {
  expect(cleanText(answer)).toBe(text);
});

test('criticism keeps its lines', () => {
  expect(cleanAnswer('<think>hm</think> 1. No color.\n2. No kind. ')).toBe(
    '1. No color.\n2. No kind.',
  );
});

test.each([
  ['<STOP>', true],
  [' "<stop>". ', true],
  ['**<STOP>**', true],
  ['The text is good. <STOP>', true],
  ['Good:\n<STOP>\n', true],
  ['<STOP> The text is good.', true],
  ['<think>not yet <STOP>?</think> The color is missing.', false],
  ['<think>no</think><STOP>', true],
  ['The color is missing.', false],
  ['This is not good enough for <STOP>', false],
  ['Answer <STOP> when the color is named.', false],
  ['STOP', false],
  ['', false],
])('the Evaluator says stop only where it means it: %j', (answer, isStop) => {
  expect(saysStop(answer)).toBe(isStop);
});
