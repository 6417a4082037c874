// What schemas of JSON are made of: valibot's parts under one roof, and our own object, list and figure.
import * as v from 'valibot';
import type { Schema } from './parse-json.ts';

export {
  array,
  check,
  exactOptional,
  lazy,
  minLength,
  nullable,
  nullish,
  objectWithRest,
  pipe,
  strictTuple,
  transform,
  union,
  unknown,
} from 'valibot';
export type { InferOutput } from 'valibot';
export { isObject, looseObjectOf, objectOf } from './parse-json.ts';
export type { Schema } from './parse-json.ts';

// Valibot's own messages are no words for a user.
export const string = (says = 'a text') => v.string(says);
export const number = (says = 'a number') => v.number(says);
export const boolean = (says = 'true or false') => v.boolean(says);

/** This text and no other. */
export const literal = <const T extends string>(text: T) => v.literal(text, `"${text}"`);

/** The values of an object's entries. */
export type OutputOf<E extends v.ObjectEntries> = {
  readonly [K in keyof E]: v.InferOutput<E[K]>;
};

/** A list that nobody changes. */
export function list<T>(element: Schema<T>): Schema<readonly T[]> {
  return v.pipe(v.array(element, 'a list'), v.readonly());
}

/** Values by a name that is not known before. */
export function byName<T>(value: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return v.pipe(
    v.record(v.string(), value, 'an object'),
    v.check((values) => !Array.isArray(values), 'an object'),
    v.readonly(),
  );
}

/** One of some words. */
export function wordOf<const W extends string>(...words: readonly W[]): Schema<W> {
  return v.picklist(words, `one of ${words.join(', ')}`);
}

/** A whole number. */
export const integer: Schema<number> = v.pipe(
  v.number('a whole number'),
  v.safeInteger('a whole number'),
);

/** A whole number of 0 or more. */
export const amount: Schema<number> = v.pipe(
  v.number('a whole number of 0 or more'),
  v.safeInteger('a whole number of 0 or more'),
  v.minValue(0, 'a whole number of 0 or more'),
);

/** A measured number. NaN, where there was nothing to measure, is null in JSON. */
export const figure: Schema<number> = v.pipe(
  v.nullable(v.number('a number or null')),
  v.transform((value) => value ?? NaN),
);
