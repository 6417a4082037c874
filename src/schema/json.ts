// What schemas of JSON are made of: valibot's parts under one roof, and our own object.
export {
  array,
  boolean,
  check,
  exactOptional,
  integer,
  lazy,
  literal,
  looseObject,
  minLength,
  nonEmpty,
  nullable,
  nullish,
  number,
  objectWithRest,
  pipe,
  record,
  strictTuple,
  string,
  transform,
  union,
  unknown,
} from 'valibot';
export type { InferOutput } from 'valibot';
export { isObject, objectOf } from './parse-json.ts';
export type { Schema } from './parse-json.ts';
