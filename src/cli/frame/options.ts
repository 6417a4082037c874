// Parsers for the values of flags.
import { InvalidArgumentError } from 'commander';
import { suggestName } from '../../util/nearest-name.ts';

/*
 * Parsers for the values of flags, for commander's `.option(flags, text, parser)`. What they throw becomes
 * one line that names the flag, exit status 2.
 */

/** 1, 2, 3 ... */
export function parsePositiveInt(text: string): number {
  const value = wholeNumber(text);
  if (value === undefined || value < 1) fail('give a whole number of 1 or more');
  return value;
}

/** 0, 1, 2 ... */
export function parseNonNegativeInt(text: string): number {
  const value = wholeNumber(text);
  if (value === undefined || value < 0) fail('give a whole number of 0 or more');
  return value;
}

/** Above 0. */
export function parsePositiveNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value) || value <= 0) fail('give a number above 0');
  return value;
}

/** 0 or above. */
export function parseNonNegativeNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value) || value < 0) fail('give a number of 0 or more');
  return value;
}

/** 0 to 1, both included. */
export function parseFraction(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!(value >= 0 && value <= 1)) fail('give a number from 0 to 1');
  return value;
}

/** Days counted from 1, both ends included. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** "1-4" or "3". */
export function parseDays(text: string): DayRange {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text.trim());
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match === null || from < 1 || to < from) {
    fail('give days as FROM-TO, counted from 1, like 1-4');
  }
  return { from, to };
}

/** "4,20": whole numbers of 1 or more, sorted, each once. */
export function parseIntList(text: string): number[] {
  const values = text.split(',').map(wholeNumber);
  if (values.some((value) => value === undefined || value < 1)) {
    fail('give whole numbers with commas between, like 4,20');
  }
  return [...new Set(values as number[])].sort((a, b) => a - b);
}

/** "64,32", or "none" for no hidden layer. */
export function parseWidths(text: string): number[] {
  if (text === 'none') return [];
  return text.split(',').map(parsePositiveInt);
}

/** "16,8,8": three whole numbers of 1 or more, in this order. */
export function parseThreeInts(text: string): [number, number, number] {
  const values = text.split(',').map(wholeNumber);
  const [a = 0, b = 0, c = 0] = values;
  if (values.length !== 3 || Math.min(a, b, c) < 1) {
    fail('give three whole numbers with commas between, like 16,8,8');
  }
  return [a, b, c];
}

/** A parser that takes one of these names; a misspelt one is answered with the nearest. */
export function parseOneOf<T extends string>(names: readonly T[]): (text: string) => T {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found === undefined) fail(suggestName(text, names));
    return found;
  };
}

function wholeNumber(text: string): number | undefined {
  const value = Number(text);
  return /^\s*[+-]?\d+\s*$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

function fail(advice: string): never {
  throw new InvalidArgumentError(advice);
}
