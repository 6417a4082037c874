// Entropy, self, oldest, newest of an example.

/** Whom an example's queries attend to. */
export interface AttentionOfExample {
  /** Rows of `historyLength` floats, one a query, oldest click first; each sums to 1. */
  readonly attention_QT: Float32Array;
  readonly numQueries: number;
  /** T: the places of a row. */
  readonly historyLength: number;
  /** Clicks there are; places behind them are padding. */
  readonly length: number;
  /** Queries are the clicks themselves (then only the first `length` rows count), or learned seeds. */
  readonly queries: 'clicks' | 'seeds';
}

/** Means over the queries of an example (Table 7 of Zheng 2025). */
export interface AttentionFigures {
  /** Of a query's attention over the clicks, in nats: -sum a ln a. */
  readonly entropy: number;
  /** That over its largest possible value, ln(length); NaN of one click. */
  readonly normalizedEntropy: number;
  /** A click's attention to itself; NaN where queries are seeds. */
  readonly self: number;
  /** What goes to places behind the last click. */
  readonly padding: number;
  /** What goes to the first source token, the oldest click. */
  readonly oldest: number;
  /** What goes to the latest click. */
  readonly newest: number;
}

/** @param example with at least one click */
export function attentionFigures(example: AttentionOfExample): AttentionFigures {
  const { attention_QT, historyLength, length, queries } = example;
  const numQueries = countQueries(example);
  const sums = { entropy: 0, self: 0, padding: 0, oldest: 0, newest: 0 };
  for (let q = 0; q < numQueries; q++) {
    const row_T = attention_QT.subarray(q * historyLength, (q + 1) * historyLength);
    sums.entropy += entropy(row_T);
    sums.self += queries === 'clicks' ? row_T[q] : NaN;
    sums.oldest += row_T[0];
    sums.newest += row_T[length - 1];
    for (let t = length; t < historyLength; t++) sums.padding += row_T[t];
  }
  return {
    entropy: sums.entropy / numQueries,
    normalizedEntropy: length === 1 ? NaN : sums.entropy / numQueries / Math.log(length),
    self: sums.self / numQueries,
    padding: sums.padding / numQueries,
    oldest: sums.oldest / numQueries,
    newest: sums.newest / numQueries,
  };
}

/** Queries that count. */
export function countQueries({ queries, numQueries, length }: AttentionOfExample): number {
  return queries === 'clicks' ? length : numQueries;
}

function entropy(shares: Float32Array): number {
  let sum = 0;
  for (const share of shares) if (share > 0) sum -= share * Math.log(share);
  return sum;
}
