// A statement of a paper about lines of the table.
import { EXPECTATIONS, UNITS } from '../../metrics/verdict.ts';
import type { Expectation, Unit } from '../../metrics/verdict.ts';
import {
  array,
  lazy,
  minLength,
  nullish,
  number,
  objectOf,
  pipe,
  transform,
} from '../../schema/json.ts';
import type { InferOutput, Schema } from '../../schema/json.ts';
import { nonNegativeNumber, oneOf, text } from '../../schema/kinds.ts';
import { UserError } from '../../util/errors.ts';

/** A statement of a paper about two lines of the table, or about the difference of two pairs of lines. */
export interface Claim {
  /** Where it stands: "Table 3a". */
  readonly paper: string;
  /** In words: "prefix below random on new items". */
  readonly says: string;
  /** A name among the lines' figures: "ne/new". */
  readonly figure: string;
  /** One line, or two of which the first is compared with the second. */
  readonly of: readonly string[];
  /** As many as `of`: what that is compared with; or a number, like the 1 of a ratio. */
  readonly than: readonly string[] | number;
  /** The figure of `than`, where it is another: "click-loss/loss_depth_1". */
  readonly thanFigure: string;
  /** How `of` stands to `than`. */
  readonly expect: Expectation;
  readonly unit: Unit;
  /** For `equal`: how far apart, in `unit`, still counts as equal; 0 for the others. */
  readonly margin: number;
}

const lines: Schema<readonly string[]> = lazy((input) =>
  Array.isArray(input)
    ? pipe(array(text.schema), minLength(1, 'a list'))
    : pipe(
        text.schema,
        transform((name) => [name]),
      ),
);

const linesOrNumber: Schema<readonly string[] | number> = lazy((input) =>
  typeof input === 'number' ? number() : lines,
);

/** A claim as written in the config; `completeClaim` fills in the defaults. */
export const claimSchema = objectOf({
  paper: text.schema,
  says: text.schema,
  figure: text.schema,
  of: lines,
  than: linesOrNumber,
  thanFigure: nullish(text.schema),
  expect: oneOf(EXPECTATIONS).schema,
  unit: nullish(oneOf(UNITS).schema),
  margin: nullish(nonNegativeNumber.schema),
});

/** @param key where it stands @throws UserError for keys that contradict each other */
export function completeClaim(written: InferOutput<typeof claimSchema>, key: string): Claim {
  const { of, than, expect, figure } = written;
  const margin = written.margin ?? undefined;
  const others = typeof than === 'number' ? 1 : than.length;
  if (of.length !== others || of.length > 2) {
    throw new UserError(
      `"${key}": give one line in "of" and one in "than" (or a number), or a pair of lines in each`,
    );
  }
  if ((expect === 'equal') !== (margin !== undefined)) {
    throw new UserError(
      `"${key}.margin" goes with "expect": "equal" and says how far apart is still equal`,
    );
  }
  const isNe = figure.startsWith('ne/') || figure.startsWith('ne_recalibrated/');
  const unit = written.unit ?? (isNe ? 'percent' : 'absolute');
  return { ...written, unit, thanFigure: written.thanFigure ?? figure, margin: margin ?? 0 };
}
