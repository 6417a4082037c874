// What an endpoint takes for tokens.
import { check, number, objectOf, pipe } from '../schema/json.ts';
import { oneWord } from '../schema/kinds.ts';
import type { Kind } from '../schema/kinds.ts';

/** For a million tokens, in any currency. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

const WANTED = 'two prices of 0 or more, for a million tokens in and out, like 2.5,10';

/** "2.5,10" */
export const pricesKind: Kind<Prices> = {
  ...oneWord<Prices>({
    placeholder: 'in,out',
    schema: pipe(
      objectOf({ input: number(), output: number() }),
      check(({ input, output }) => input >= 0 && output >= 0, WANTED),
    ),
    read(word) {
      const match = /^(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/.exec(word.trim());
      return match && { input: Number(match[1]), output: Number(match[2]) };
    },
    show: ({ input, output }) => `${input},${output}`,
    wanted: WANTED,
  }),
  isReadFromText: true,
};

/** Null where there are no prices. */
export function costOf(
  tokens: { readonly input_tokens: number; readonly output_tokens: number },
  prices: Prices | null,
): number | null {
  if (prices === null) return null;
  const { input_tokens, output_tokens } = tokens;
  return (input_tokens * prices.input + output_tokens * prices.output) / 1e6;
}
