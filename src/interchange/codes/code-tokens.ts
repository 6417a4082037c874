// Codes as words of a language model's vocabulary: "<a_3>".
import type { SqlValue } from '../../data/duckdb.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The letters of a level, counted from 0: a, b ... z, aa, ab ... */
export function letterOf(level: number): string {
  const rest = Math.floor(level / LETTERS.length);
  return (rest === 0 ? '' : letterOf(rest - 1)) + LETTERS[level % LETTERS.length];
}

/** A code as generative recommenders write it (LC-Rec, MiniOneRec). @param level from 0 */
export function tokenOf(level: number, code: number): string {
  return `<${letterOf(level)}_${code}>`;
}

/** The tokens of one item. */
export function tokensOfItem(codes_L: Int32Array): string[] {
  return Array.from(codes_L, (code, level) => tokenOf(level, code));
}

/** "<a_3>", and "<s_a_3>" of OneRec. */
const TOKEN = /<(?:s_)?([a-z]+)_(\d+)>/g;
/** Marks of beginning and end: "<|sid_begin|>". */
const MARK = /<\|[^|>]*\|>/g;
/** "-1" is no code, though "3-9" are two. */
const NEGATIVE = /(?:^|[^\d\s])\s*-\d|\s-\d/;
/** What may stand between codes. */
const BETWEEN = /^[\s,;|[\]()"'-]*$/;

/**
 * The codes that a cell of a table or a JSON file holds: a list of numbers or of tokens, a text of tokens with or without
 * spaces between ("<a_3><b_9>"), or of numbers ("3,9", "[3, 9]", "3-9").
 *
 * @returns undefined where it is none of these, or the tokens' letters do not go a, b, c ...
 */
export function parseCodes(value: SqlValue): number[] | undefined {
  if (typeof value === 'number') return toCodes([value]);
  if (typeof value === 'string') return parseText(value);
  if (value === null || typeof value === 'boolean') return undefined;
  if (value.every((each) => typeof each === 'number')) return toCodes(value);
  if (!value.every((each) => typeof each === 'string')) return undefined;
  return parseText(value.join(' '));
}

function parseText(text: string): number[] | undefined {
  const plain = text.replaceAll(MARK, ' ');
  if (!plain.includes('<')) {
    if (NEGATIVE.test(plain)) return undefined;
    const isList = BETWEEN.test(plain.replaceAll(/\d+/g, ' '));
    return isList
      ? toCodes([...plain.matchAll(/\d+/g)].map(([digits]) => Number(digits)))
      : undefined;
  }
  if (!BETWEEN.test(plain.replaceAll(TOKEN, ' '))) return undefined;
  const tokens = [...plain.matchAll(TOKEN)];
  if (tokens.some(([, letters], level) => letters !== letterOf(level))) return undefined;
  return toCodes(tokens.map(([, , digits]) => Number(digits)));
}

const MOST = 2 ** 31 - 1;

function toCodes(codes: readonly number[]): number[] | undefined {
  const areCodes = codes.every((code) => Number.isInteger(code) && code >= 0 && code <= MOST);
  return codes.length > 0 && areCodes ? [...codes] : undefined;
}
