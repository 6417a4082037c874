// Their means, and a mean map.
import { attentionFigures, countQueries } from './attention-figures.ts';
import type { AttentionFigures, AttentionOfExample } from './attention-figures.ts';

/** Rows and columns of a mean map, at most. */
const MAP_SIZE = 20;
/** Histories are put together from one of these lengths to just below the next. */
const LENGTHS_FROM: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200];

/** Means over the examples of about one history length. */
export interface AttentionByLength extends AttentionFigures {
  /** Clicks of the shortest and of the longest history, both included. */
  readonly from: number;
  readonly to: number;
  readonly examples: number;
}

/** Adds up the attention of examples. */
export class AttentionMeter {
  readonly #examples: { readonly length: number; readonly figures: AttentionFigures }[] = [];
  readonly #sums = new Float64Array(MAP_SIZE * MAP_SIZE);
  readonly #counts = new Float64Array(MAP_SIZE * MAP_SIZE);
  #rows = 0;
  #columns = 0;

  add(example: AttentionOfExample): void {
    const { length } = example;
    this.#examples.push({ length, figures: attentionFigures(example) });
    this.#addToMap(example);
  }

  get numExamples(): number {
    return this.#examples.length;
  }

  /** Means over all examples; NaN of none. */
  means(): AttentionFigures {
    return meanFigures(this.#examples.map(({ figures }) => figures));
  }

  byLength(): AttentionByLength[] {
    return LENGTHS_FROM.flatMap((from, i) => {
      const end = LENGTHS_FROM[i + 1] ?? Infinity;
      const inside = this.#examples.filter(({ length }) => length >= from && length < end);
      if (inside.length === 0) return [];
      const lengths = inside.map(({ length }) => length);
      return {
        from: lengths.reduce((a, b) => Math.min(a, b)),
        to: lengths.reduce((a, b) => Math.max(a, b)),
        examples: inside.length,
        ...meanFigures(inside.map(({ figures }) => figures)),
      };
    });
  }

  /**
   * Mean attention by place, at most 20 x 20: a column is a click counted from the newest (0). So is a row where
   * queries are clicks; else it is a seed. A place is averaged over the examples that have it.
   */
  meanMap(): number[][] {
    return Array.from({ length: this.#rows }, (_, row) =>
      Array.from({ length: this.#columns }, (__, column) => {
        const place = row * MAP_SIZE + column;
        return this.#sums[place] / this.#counts[place];
      }),
    );
  }

  #addToMap(example: AttentionOfExample): void {
    const { attention_QT, historyLength, length, queries } = example;
    const rows = Math.min(countQueries(example), MAP_SIZE);
    const columns = Math.min(length, MAP_SIZE);
    this.#rows = Math.max(this.#rows, rows);
    this.#columns = Math.max(this.#columns, columns);
    for (let row = 0; row < rows; row++) {
      const query = queries === 'clicks' ? length - 1 - row : row;
      for (let column = 0; column < columns; column++) {
        const place = row * MAP_SIZE + column;
        this.#sums[place] += attention_QT[query * historyLength + length - 1 - column];
        this.#counts[place] += 1;
      }
    }
  }
}

function meanFigures(all: readonly AttentionFigures[]): AttentionFigures {
  const meanOf = (value: (figures: AttentionFigures) => number): number =>
    all.reduce((sum, figures) => sum + value(figures), 0) / all.length;
  return {
    entropy: meanOf(({ entropy }) => entropy),
    normalizedEntropy: meanOf(({ normalizedEntropy }) => normalizedEntropy),
    self: meanOf(({ self }) => self),
    padding: meanOf(({ padding }) => padding),
    oldest: meanOf(({ oldest }) => oldest),
    newest: meanOf(({ newest }) => newest),
  };
}
