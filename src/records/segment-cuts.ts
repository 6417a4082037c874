// Footnote letters for rows whose segments contain different items.

/** A mark for the segments of each line, empty where all are of the same items, and what the marks say. */
export interface CutMarks {
  readonly marks: readonly string[];
  readonly note: string | undefined;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Head, torso, tail and new are other items where models were trained on other days: figures of one segment then do not
 * compare, and are told apart by letters.
 *
 * @param cuts what each line's segments were cut by
 * @example markCuts(['days 1-20', 'days 17-20']).marks // [' a', ' b']
 */
export function markCuts(cuts: readonly string[]): CutMarks {
  const kinds = [...new Set(cuts)];
  if (kinds.length < 2) return { marks: cuts.map(() => ''), note: undefined };
  const letterOf = (cut: string): string => LETTERS[kinds.indexOf(cut) % LETTERS.length];
  const says = kinds.map((cut) => `${letterOf(cut)}: ${cut}`).join('; ');
  return {
    marks: cuts.map((cut) => ` ${letterOf(cut)}`),
    note: `head, torso, tail and new contain different items where the letters differ; they are defined by the training data (${says})`,
  };
}
