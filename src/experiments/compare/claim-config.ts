// A statement of a paper about lines of the table.
import {
  listOf,
  nonNegativeNumber,
  oneOf,
  optional,
  parseFields,
  text,
} from '../../schema/fields.ts';
import type { Field } from '../../schema/fields.ts';
import { EXPECTATIONS, UNITS } from '../../metrics/verdict.ts';
import type { Expectation, Unit } from '../../metrics/verdict.ts';
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

const lines: Field<readonly string[]> = (value, key) =>
  typeof value === 'string' ? [text(value, key)] : listOf(text)(value, key);

const linesOrNumber: Field<readonly string[] | number> = (value, key) =>
  typeof value === 'number' ? value : lines(value, key);

const FIELDS = {
  paper: text,
  says: text,
  figure: text,
  of: lines,
  than: linesOrNumber,
  thanFigure: optional(text),
  expect: oneOf(EXPECTATIONS),
  unit: optional(oneOf(UNITS)),
  margin: optional(nonNegativeNumber),
};

/** @throws UserError for missing, unknown or contradicting keys */
export const claim: Field<Claim> = (value, key) => {
  const fields = parseFields<Unchecked>(value, FIELDS, key);
  const { of, than, expect, margin } = fields;
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
  const isNe = fields.figure.startsWith('ne/') || fields.figure.startsWith('ne_recalibrated/');
  const unit = fields.unit ?? (isNe ? 'percent' : 'absolute');
  return { ...fields, unit, thanFigure: fields.thanFigure ?? fields.figure, margin: margin ?? 0 };
};

type Unchecked = Omit<Claim, 'unit' | 'margin' | 'thanFigure'> & {
  readonly thanFigure: string | undefined;
  readonly unit: Unit | undefined;
  readonly margin: number | undefined;
};
