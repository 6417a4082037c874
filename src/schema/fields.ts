// Unknown JSON to typed values, field by field.
import { UserError } from '../util/errors.ts';
import { suggestName } from '../util/nearest-name.ts';

/** Turns an unknown value into a typed one, or throws a UserError that names the key. */
export type Field<T> = (value: unknown, key: string) => T;

type Fields<T> = { readonly [K in keyof T]-?: Field<T[K]> };

/** 1, 2, 3 ... */
export const positiveInt: Field<number> = (value, key) =>
  numberThat(value, key, (n) => Number.isSafeInteger(n) && n >= 1, 'a whole number of 1 or more');

/** 0, 1, 2 ... */
export const nonNegativeInt: Field<number> = (value, key) =>
  numberThat(value, key, (n) => Number.isSafeInteger(n) && n >= 0, 'a whole number of 0 or more');

/** Above 0. */
export const positiveNumber: Field<number> = (value, key) =>
  numberThat(value, key, (n) => Number.isFinite(n) && n > 0, 'a number above 0');

/** 0 to 1. */
export const fraction: Field<number> = (value, key) =>
  numberThat(value, key, (n) => n >= 0 && n <= 1, 'a number from 0 to 1');

/** 0 or above, finite. */
export const nonNegativeNumber: Field<number> = (value, key) =>
  numberThat(value, key, (n) => n >= 0 && Number.isFinite(n), 'a number of 0 or more');

/** A string that is not empty. */
export const text: Field<string> = (value, key) => {
  if (typeof value !== 'string' || value === '') throw wrong(key, 'a text', value);
  return value;
};

/** One of these names. */
export function oneOf<T extends string>(names: readonly T[]): Field<T> {
  return (value, key) => {
    const found = names.find((name) => name === value);
    if (found === undefined) {
      throw new UserError(`"${key}" is ${show(value)}; ${suggestName(String(value), names)}`);
    }
    return found;
  };
}

/** A list with at least one element. */
export function listOf<T>(element: Field<T>): Field<readonly T[]> {
  return (value, key) => {
    if (!Array.isArray(value) || value.length === 0) throw wrong(key, 'a list', value);
    return value.map((each: unknown, i) => element(each, `${key}[${i}]`));
  };
}

/** May be left out, or null. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return (value, key) => (value === undefined || value === null ? undefined : field(value, key));
}

/** An object with any keys, for someone else to check. */
export const anyObject: Field<Readonly<Record<string, unknown>>> = (value, key) => {
  if (!isObject(value)) throw wrong(key, 'an object', value);
  return value;
};

/**
 * Reads an object field by field.
 *
 * @param where path of the object in the file, for messages: "" for the whole
 * @throws UserError for a value of another kind, and for a key that no field has, with the nearest
 */
export function parseFields<T>(value: unknown, fields: Fields<T>, where: string): T {
  if (!isObject(value)) throw wrong(where || 'the configuration', 'an object', value);
  const known = Object.keys(fields);
  const prefix = where === '' ? '' : `${where}.`;
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) {
      throw new UserError(`unknown key "${prefix}${key}"; ${suggestName(key, known)}`);
    }
  }
  const parsed: Partial<T> = {};
  for (const key of Object.keys(fields) as (keyof T & string)[]) {
    parsed[key] = fields[key](value[key], `${prefix}${key}`);
  }
  return parsed as T;
}

/** A plain object, not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberThat(
  value: unknown,
  key: string,
  isRight: (n: number) => boolean,
  wanted: string,
): number {
  if (typeof value !== 'number' || !isRight(value)) throw wrong(key, wanted, value);
  return value;
}

function wrong(key: string, wanted: string, got: unknown): UserError {
  if (got === undefined) return new UserError(`"${key}" is missing; give ${wanted}`);
  return new UserError(`"${key}" must be ${wanted}, not ${show(got)}`);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
