// Which rows items look up, and why they meet.
import { groupByTuple } from './groups.ts';

/** Which rows of a table items look up, and why two look-ups meet in one. */
export interface Lookups {
  /** Item i looks up the rows at [i * J, (i + 1) * J). */
  readonly rows_NJ: Int32Array;
  /** What stands behind each look-up: equal numbers are the same token. A token has one position. */
  readonly token_NJ: Int32Array;
  /** J: positions. */
  readonly tokensPerItem: number;
  /** H */
  readonly numRows: number;
}

/** Look-ups weigh 1, or as much as their item was shown. Shares are NaN where nothing weighs anything. */
export interface RowUsage {
  /** Different tokens. */
  readonly tokens: number;
  readonly rowsUsed: number;
  /** Items that look up a used row: mean and most; an item counts once for a row. */
  readonly itemsPerRow: number;
  readonly mostItemsPerRow: number;
  /** Share of look-ups that go to the busiest row. */
  readonly busiest: number;
  /** Share of look-ups in rows that tokens of several positions use. */
  readonly clashing: number;
  /** Share of look-ups in rows that several tokens use: collisions by `mod H`, or of a hash. */
  readonly accidental: number;
  /** Share of look-ups whose token another item has too: collisions that the codes mean. */
  readonly semantic: number;
  /** Share of items that have all their rows in common with another. */
  readonly identical: number;
  /** Share of items that have all their rows in common with another whose tokens are others. */
  readonly identicalByAccident: number;
}

/** @param weight_N 1 for each item where not given; items of weight 0 are left out */
export function measureRowUsage(lookups: Lookups, weight_N?: ArrayLike<number>): RowUsage {
  const { token_NJ, tokensPerItem } = lookups;
  const { row_NJ, numUsed } = numberRows(lookups);
  const weightOf = (item: number): number => weight_N?.[item] ?? 1;
  const items = Array.from({ length: row_NJ.length / tokensPerItem }, (_, item) => item).filter(
    (item) => weightOf(item) > 0,
  );
  const weight_R = new Float64Array(numUsed);
  const items_R = new Int32Array(numUsed);
  const lastItem_R = new Int32Array(numUsed).fill(-1);
  const tokensIn = createOneOrMore(numUsed);
  const positionsIn = createOneOrMore(numUsed);
  const itemsWith = createOneOrMore(most(token_NJ) + 1);
  let totalWeight = 0;
  for (const item of items) {
    totalWeight += weightOf(item);
    for (let j = 0; j < tokensPerItem; j++) {
      const row = row_NJ[item * tokensPerItem + j];
      const token = token_NJ[item * tokensPerItem + j];
      weight_R[row] += weightOf(item);
      tokensIn.add(row, token);
      positionsIn.add(row, j);
      itemsWith.add(token, item);
      if (lastItem_R[row] === item) continue;
      lastItem_R[row] = item;
      items_R[row] += 1;
    }
  }
  const shareOf = (isMeant: (row: number, token: number) => boolean): number => {
    let sum = 0;
    for (const item of items) {
      for (let at = item * tokensPerItem; at < (item + 1) * tokensPerItem; at++) {
        if (isMeant(row_NJ[at], token_NJ[at])) sum += weightOf(item);
      }
    }
    return sum / (totalWeight * tokensPerItem);
  };
  return {
    tokens: itemsWith.numUsed(),
    rowsUsed: tokensIn.numUsed(),
    itemsPerRow: items_R.reduce((sum, n) => sum + n, 0) / tokensIn.numUsed(),
    mostItemsPerRow: most(items_R),
    busiest: most(weight_R) / (totalWeight * tokensPerItem),
    clashing: shareOf((row) => positionsIn.isMore(row)),
    accidental: shareOf((row) => tokensIn.isMore(row)),
    semantic: shareOf((_, token) => itemsWith.isMore(token)),
    ...measureIdentical(items, row_NJ, lookups, weightOf),
  };
}

/** Rows that the tokens of two positions both use, J x J; on the diagonal, rows that a position uses. */
export function countSharedRows(lookups: Lookups): number[][] {
  const { tokensPerItem } = lookups;
  const { row_NJ, numUsed } = numberRows(lookups);
  const usedBy = Array.from({ length: tokensPerItem }, (_, position) => {
    const isUsed_R = new Uint8Array(numUsed);
    for (let at = position; at < row_NJ.length; at += tokensPerItem) isUsed_R[row_NJ[at]] = 1;
    return isUsed_R;
  });
  return usedBy.map((a) =>
    usedBy.map((b) => a.reduce((count, isUsed, row) => count + (isUsed & b[row]), 0)),
  );
}

/** Rows numbered anew without the unused ones, so that memory goes with the items and not with H. */
function numberRows({ rows_NJ, numRows }: Lookups): { row_NJ: Int32Array; numUsed: number } {
  const number_H = new Int32Array(numRows).fill(-1);
  let numUsed = 0;
  const row_NJ = rows_NJ.map((row) => {
    if (number_H[row] < 0) number_H[row] = numUsed++;
    return number_H[row];
  });
  return { row_NJ, numUsed };
}

/** Tells for each place whether it was given more than one different value. */
function createOneOrMore(length: number): {
  add(place: number, value: number): void;
  isMore(place: number): boolean;
  /** Places that were given any. */
  numUsed(): number;
} {
  const NONE = -1;
  const MORE = -2;
  const only = new Int32Array(length).fill(NONE);
  return {
    add(place, value) {
      if (only[place] === NONE) only[place] = value;
      else if (only[place] !== value) only[place] = MORE;
    },
    isMore: (place) => only[place] === MORE,
    numUsed: () => only.reduce((count, value) => count + Number(value !== NONE), 0),
  };
}

function measureIdentical(
  items: readonly number[],
  row_NJ: Int32Array,
  { token_NJ, tokensPerItem }: Lookups,
  weightOf: (item: number) => number,
): Pick<RowUsage, 'identical' | 'identicalByAccident'> {
  const sorted_NJ = row_NJ.slice();
  // An embedding is a sum of rows, whatever their order.
  for (let at = 0; at < sorted_NJ.length; at += tokensPerItem) {
    sorted_NJ.subarray(at, at + tokensPerItem).sort();
  }
  const byTuple = (values_NJ: Int32Array): Int32Array =>
    groupByTuple({ values_NJ, width: tokensPerItem }).group_N;
  const embedding_N = byTuple(sorted_NJ);
  const meaning_N = byTuple(token_NJ);
  const itemsWith = createOneOrMore(embedding_N.length);
  const meaningsOf = createOneOrMore(embedding_N.length);
  for (const item of items) {
    itemsWith.add(embedding_N[item], item);
    meaningsOf.add(embedding_N[item], meaning_N[item]);
  }
  let [total, identical, identicalByAccident] = [0, 0, 0];
  for (const item of items) {
    const weight = weightOf(item);
    total += weight;
    if (itemsWith.isMore(embedding_N[item])) identical += weight;
    if (meaningsOf.isMore(embedding_N[item])) identicalByAccident += weight;
  }
  return { identical: identical / total, identicalByAccident: identicalByAccident / total };
}

function most(values: Int32Array | Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return largest;
}
