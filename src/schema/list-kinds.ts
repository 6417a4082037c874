// Kinds of values that have parts: lists of numbers, ranges of days, several words behind one flag.
import * as v from 'valibot';
import {
  fraction,
  nonNegativeInt,
  nonNegativeNumber,
  oneWord,
  positiveInt,
  text,
} from './kinds.ts';
import type { Kind } from './kinds.ts';

/** Days counted from 1, both ends included. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** "4,20": whole numbers of 1 or more, each once, ascending. */
export const ascendingInts: Kind<readonly number[]> = {
  ...oneWord<readonly number[]>({
    placeholder: 'list',
    schema: v.pipe(
      v.array(positiveInt.schema, 'a list'),
      v.minLength(1, 'a list'),
      v.transform((values) => [...new Set(values)].sort((a, b) => a - b)),
    ),
    read: splitInts,
    wanted: 'whole numbers with commas between, like 4,20',
  }),
  isReadFromText: true,
};

/** "64,32": widths of layers in their order; "none" for no layer. */
export const widths: Kind<readonly number[]> = {
  ...oneWord<readonly number[]>({
    placeholder: 'list',
    schema: v.array(positiveInt.schema, 'a list'),
    read: (word) => (word === 'none' ? [] : splitInts(word)),
    show: (values) => (values.length === 0 ? 'none' : values.join(',')),
    wanted: 'whole numbers with commas between, like 64,32, or none',
  }),
  isReadFromText: true,
};

/** "0,0,0.003": numbers of 0 or more in their order, one at least. */
export const nonNegativeNumbers: Kind<readonly number[]> = {
  ...oneWord<readonly number[]>({
    placeholder: 'list',
    schema: v.pipe(v.array(nonNegativeNumber.schema, 'a list'), v.minLength(1, 'a list')),
    read: (word) => word.split(',').map((each) => (each.trim() === '' ? NaN : Number(each))),
    wanted: 'numbers of 0 or more with commas between, like 0,0,0.003',
  }),
  isReadFromText: true,
};

/** "3,17": the first codes of a semantic ID. */
export const codePrefix: Kind<readonly number[]> = {
  ...oneWord<readonly number[]>({
    placeholder: 'codes',
    schema: v.pipe(v.array(nonNegativeInt.schema, 'a list'), v.minLength(1, 'a list')),
    read: splitInts,
    wanted: 'codes with commas between, coarse to fine, like 3,17',
  }),
  isReadFromText: true,
};

/** "topic,publisher": names in any order; "none" for no name. */
export const names: Kind<readonly string[]> = {
  ...oneWord<readonly string[]>({
    placeholder: 'list',
    schema: v.array(text.schema, 'a list'),
    read: (word) => (word === 'none' ? [] : word.split(',')),
    show: (values) => (values.length === 0 ? 'none' : values.join(',')),
    wanted: 'names with commas between, like topic,publisher, or none',
  }),
  isReadFromText: true,
};

/** "16,8,8": some whole numbers of 1 or more, in this order. @param most numbers of the list */
export function intsUpTo(most: number): Kind<readonly number[]> {
  const wanted = `a list of 1 to ${most}`;
  return {
    ...oneWord<readonly number[]>({
      placeholder: 'list',
      schema: v.pipe(
        v.array(positiveInt.schema, wanted),
        v.minLength(1, wanted),
        v.maxLength(most, wanted),
      ),
      read: splitInts,
      wanted: `1 to ${most} whole numbers with commas between, like 16,8,8`,
    }),
    isReadFromText: true,
  };
}

const DAYS_WANTED = 'days as FROM-TO, counted from 1, like 1-4';

/** "1-4", or "3" for one day. */
export const dayRange: Kind<DayRange> = {
  ...oneWord<DayRange>({
    placeholder: 'from-to',
    schema: v.pipe(
      v.strictObject({ from: positiveInt.schema, to: positiveInt.schema }, DAYS_WANTED),
      v.check(({ from, to }) => to >= from, DAYS_WANTED),
    ),
    read(word) {
      const match = /^(\d+)(?:-(\d+))?$/.exec(word.trim());
      return match && { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
    },
    show: ({ from, to }) => `${from}-${to}`,
    wanted: DAYS_WANTED,
  }),
  isReadFromText: true,
};

/** A stretch of shares, both ends included. */
export interface ShareRange {
  readonly from: number;
  readonly to: number;
}

const SHARES_WANTED = 'two shares above 0, up to 1, the smaller one first, like 0.9,1';

/** "0.9,1": a share that is drawn from between two. */
export const shareRange: Kind<ShareRange> = {
  ...oneWord<ShareRange>({
    placeholder: 'from,to',
    schema: v.pipe(
      v.strictObject({ from: fraction.schema, to: fraction.schema }, SHARES_WANTED),
      v.check(({ from, to }) => from > 0 && to >= from, SHARES_WANTED),
    ),
    read(word) {
      const match = /^\s*([\d.]+)\s*,\s*([\d.]+)\s*$/.exec(word);
      return match && { from: Number(match[1]), to: Number(match[2]) };
    },
    show: ({ from, to }) => `${from},${to}`,
    wanted: SHARES_WANTED,
  }),
  isReadFromText: true,
};

/** Several words behind one flag: `--runs a b c`. @param placeholder what help texts call them: "dirs" */
export function severalOf<T>(element: Kind<T>, placeholder: string): Kind<readonly T[]> {
  return {
    placeholder: `${placeholder}...`,
    ...(element.path === undefined ? {} : { path: element.path }),
    schema: v.pipe(v.array(element.schema, 'a list'), v.minLength(1, 'a list')),
    isReadFromText: false,
    fromWord: (word) => [element.fromWord(word)],
    toWords: (values) => values.flatMap((value) => element.toWords(value)),
  };
}

/** A value of a kind, or a name in its place: a seed, or "each". */
export function orName<T, const N extends string>(kind: Kind<T>, name: N): Kind<T | N> {
  return {
    placeholder: kind.placeholder,
    schema: v.union([v.literal(name), kind.schema], ({ input }) => {
      const issues = v.safeParse(kind.schema, input, { abortEarly: true }).issues;
      return `${issues?.[0].message ?? ''}, or "${name}"`;
    }),
    isReadFromText: kind.isReadFromText,
    fromWord: (word) => (word === name ? name : kind.fromWord(word)),
    toWords: (value) => (value === name ? [name] : kind.toWords(value as T)),
  };
}

function splitInts(word: string): number[] {
  return word.split(',').map((each) => (/^\s*\+?\d+\s*$/.test(each) ? Number(each) : NaN));
}
