// Kinds of values: how each stands in JSON and on a command line, and what is wanted where it is wrong.
import * as v from 'valibot';
import { suggestName } from '../util/nearest-name.ts';

/** A file, a folder, or embeddings: a file of them, or the output that holds one. */
export type PathTo = 'file' | 'folder' | 'embeddings';

/** A kind of value. In JSON it is checked by its schema; on a command line it is one word or several. */
export interface Kind<T> {
  /** What a help text calls the value: "n"; empty for a flag that stands alone. */
  readonly placeholder: string;
  readonly schema: v.GenericSchema<unknown, T>;
  /** The names to choose from, where there are such. */
  readonly names?: readonly string[];
  /** What a path leads to; not given where the value is no path. A file may be a pattern, `*` for any text. */
  readonly path?: PathTo;
  /** Whether a configuration may have it as on the command line too: "1-4" for {"from": 1, "to": 4}. */
  readonly isReadFromText: boolean;
  /** @throws ValueError */
  fromWord(word: string): T;
  /** The words behind the flag: none for a flag that stands alone. */
  toWords(value: T): readonly string[];
}

/** The values of a kind. */
export type ValueOf<K> = K extends Kind<infer T> ? T : never;

/** A word that is no value of its kind. The message says what to give: "give a number above 0". */
export class ValueError extends Error {
  override readonly name = 'ValueError';
}

/** Least and most of a number, both allowed. */
export interface Bounds {
  readonly least: number;
  readonly most?: number;
}

/** A whole number within bounds. */
export function wholeNumber(bounds: Bounds): Kind<number> {
  const wanted = `a whole number ${describeBounds(bounds)}`;
  const { least, most = Number.MAX_SAFE_INTEGER } = bounds;
  const schema = v.pipe(
    v.number(wanted),
    v.safeInteger(wanted),
    v.minValue(least, wanted),
    v.maxValue(most, wanted),
  );
  return oneWord({
    placeholder: 'n',
    schema,
    read: (word) => (/^\s*[+-]?\d+\s*$/.test(word) ? Number(word) : NaN),
  });
}

/** A number within bounds. */
export function numberWithin(bounds: Bounds): Kind<number> {
  const wanted = `a number ${describeBounds(bounds)}`;
  const { least, most = Number.MAX_VALUE } = bounds;
  const schema = v.pipe(v.number(wanted), v.minValue(least, wanted), v.maxValue(most, wanted));
  return oneWord({ placeholder: 'x', schema, read: readNumber });
}

/** 1, 2, 3 ... */
export const positiveInt = wholeNumber({ least: 1 });

/** 0, 1, 2 ... */
export const nonNegativeInt = wholeNumber({ least: 0 });

/** 0 or above. */
export const nonNegativeNumber = numberWithin({ least: 0 });

/** 0 to 1, both included. */
export const fraction = numberWithin({ least: 0, most: 1 });

/** Above 0. */
export const positiveNumber: Kind<number> = oneWord({
  placeholder: 'x',
  schema: v.pipe(
    v.number('a number above 0'),
    v.gtValue(0, 'a number above 0'),
    v.maxValue(Number.MAX_VALUE, 'a number above 0'),
  ),
  read: readNumber,
});

/** A whole number above 0 that `divisor` divides. */
export function multipleOf(divisor: number): Kind<number> {
  const wanted = `a multiple of ${divisor}`;
  const schema = v.pipe(
    v.number(wanted),
    v.minValue(divisor, wanted),
    v.safeInteger(wanted),
    v.multipleOf(divisor, wanted),
  );
  return oneWord({ placeholder: 'n', schema, read: readNumber });
}

/** One of these names; a misspelled one is answered with the nearest. */
export function oneOf<const N extends string>(names: readonly N[]): Kind<N> {
  const schema = v.picklist(names, ({ input }) => suggestName(String(input), names));
  return { ...oneWord<N>({ placeholder: 'name', schema, read: (word) => word }), names };
}

/** A text that is not empty. @param placeholder what help texts call it */
export function textCalled(placeholder: string): Kind<string> {
  const schema = v.pipe(v.string('a text'), v.nonEmpty('a text'));
  return oneWord({ placeholder, schema, read: (word) => word });
}

/** A text of a form. @param wanted in words, for messages */
export function textLike(form: RegExp, placeholder: string, wanted: string): Kind<string> {
  const schema = v.pipe(v.string(wanted), v.regex(form, wanted));
  return oneWord({ placeholder, schema, read: (word) => word });
}

export const text = textCalled('text');

/** The name of a folder, as it was given. */
export const folder: Kind<string> = { ...textCalled('dir'), path: 'folder' };

/** The name of a file, as it was given. */
export const file: Kind<string> = { ...textCalled('file'), path: 'file' };

/** The name of an output of `sid embed`, or of a file of embeddings, as it was given. */
export const embeddingsAt: Kind<string> = { ...textCalled('path'), path: 'embeddings' };

/** On where the flag is given. */
export const flag: Kind<boolean> = {
  placeholder: '',
  schema: v.boolean('true or false'),
  isReadFromText: false,
  fromWord: () => true,
  toWords: () => [],
};

/** A value that only JSON has; on a command line it is JSON too. */
export function jsonOf<T>(schema: v.GenericSchema<unknown, T>): Kind<T> {
  const read = (word: string): unknown => JSON.parse(word);
  return oneWord({ placeholder: 'json', schema, read, show: (value) => JSON.stringify(value) });
}

interface WordKind<T> {
  readonly placeholder: string;
  readonly schema: v.GenericSchema<unknown, T>;
  readonly read: (word: string) => unknown;
  readonly show?: (value: T) => string;
  /** For words that are no value; what the schema says where not given. */
  readonly wanted?: string;
}

/** A kind of which each value is one word. */
export function oneWord<T>({ read, show = String, wanted, ...rest }: WordKind<T>): Kind<T> {
  return {
    ...rest,
    isReadFromText: false,
    fromWord(word) {
      const parsed = v.safeParse(rest.schema, read(word), { abortEarly: true });
      if (parsed.success) return parsed.output;
      const [{ type, message }] = parsed.issues;
      throw new ValueError(type === 'picklist' ? message : `give ${wanted ?? message}`);
    },
    toWords: (value) => [show(value)],
  };
}

function readNumber(word: string): number {
  return word.trim() === '' ? NaN : Number(word);
}

function describeBounds({ least, most }: Bounds): string {
  const show = (bound: number): string =>
    bound.toLocaleString('en-US', { maximumFractionDigits: 6 });
  return most === undefined ? `of ${show(least)} or more` : `from ${show(least)} to ${show(most)}`;
}
