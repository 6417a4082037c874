import { expect, test } from 'vitest';
import {
  anyObject,
  fraction,
  listOf,
  nonNegativeInt,
  oneOf,
  optional,
  parseFields,
  positiveInt,
  positiveNumber,
  text,
} from '../../src/schema/fields.ts';

interface Sample {
  readonly epochs: number;
  readonly kind: 'a' | 'bee';
  readonly rates: readonly number[];
  readonly note: string | undefined;
}

const FIELDS = {
  epochs: positiveInt,
  kind: oneOf(['a', 'bee'] as const),
  rates: listOf(fraction),
  note: optional(text),
};

function parse(value: unknown): Sample {
  return parseFields<Sample>(value, FIELDS, 'train');
}

test('a right object comes back typed', () => {
  const value = { epochs: 3, kind: 'bee', rates: [0, 0.5] };
  expect(parse(value)).toEqual({ ...value, note: undefined });
  expect(parse({ ...value, note: null }).note).toBeUndefined();
});

test.each([
  [{ epoch: 3 }, 'unknown key "train.epoch"; did you mean "epochs"?'],
  [{ epochs: 0 }, '"train.epochs" must be a whole number of 1 or more, not 0'],
  [{ epochs: '3' }, '"train.epochs" must be a whole number of 1 or more, not "3"'],
  [{}, '"train.epochs" is missing; give a whole number of 1 or more'],
  [{ epochs: 1, kind: 'be' }, '"train.kind" is "be"; did you mean "bee"?'],
  [{ epochs: 1, kind: 'a', rates: [0, 2] }, '"train.rates[1]" must be a number from 0 to 1, not 2'],
  [{ epochs: 1, kind: 'a', rates: [] }, '"train.rates" must be a list, not []'],
  [{ epochs: 1, kind: 'a', rates: [1], note: 5 }, '"train.note" must be a text, not 5'],
  [[], '"train" must be an object, not []'],
])('%j: %s', (value, message) => {
  expect(() => parse(value)).toThrow(message);
});

test('single fields', () => {
  expect(nonNegativeInt(0, 'x')).toBe(0);
  expect(() => nonNegativeInt(-1, 'x')).toThrow('"x" must be a whole number of 0 or more, not -1');
  expect(() => positiveNumber(0, 'x')).toThrow('"x" must be a number above 0');
  expect(anyObject({ a: 1 }, 'x')).toEqual({ a: 1 });
  expect(() => anyObject('a', 'x')).toThrow('"x" must be an object, not "a"');
});
