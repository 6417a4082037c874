// A score sheet as one number for each thing that it says, so that codes of other sizes can be set against each other.
import { mean } from '../util/stats.ts';
import type { MeasuredCodes } from './measure-codes.ts';

/** What each figure means, in the order of a table. */
export const SHEET_FIGURES = {
  bits: 'log2 of all semantic IDs that the codebooks allow',
  used: 'share of the codes that some item has, mean over levels',
  perplexity: 'perplexity in parts of the codebook, mean over levels',
  gini: 'Gini coefficient of items over codes, mean over levels',
  hourglass: 'entropy of the narrowest inner level over its neighbors',
  told_apart: 'share of items whose ID no item of other content has',
  entropy: 'entropy of whole IDs in parts of log2 of the items',
  variance_left_first: "share of the content's variance left among items of one first code",
  variance_left_whole: 'the same of one whole ID',
  explained_first: 'share of the variance that first codes explain beyond chance',
  neighbors_first: 'share of the 10 nearest neighbors with the same first code',
  neighbors_whole: 'the same with the same ID',
  recall: 'neighbor recall@10 by the length of the common prefix',
} as const;
export type SheetFigure = keyof typeof SHEET_FIGURES;

export function sheetFigures({ sheet }: MeasuredCodes): Record<SheetFigure, number> {
  const { levels, depths, codebook_sizes: sizes } = sheet;
  const [first, whole] = [depths[0], depths[depths.length - 1]];
  return {
    bits: sizes.reduce((bits, size) => bits + Math.log2(size), 0),
    used: mean(levels.map(({ used, size }) => used / size)),
    perplexity: mean(levels.map(({ perplexity, size }) => perplexity / size)),
    gini: mean(levels.map(({ gini }) => gini)),
    hourglass: sheet.hourglass,
    told_apart: 1 - sheet.colliding_percent / 100,
    entropy: sheet.entropy_bits / sheet.most_entropy_bits,
    variance_left_first: first.variance_left_percent / 100,
    variance_left_whole: whole.variance_left_percent / 100,
    explained_first: 1 - first.variance_left_percent / first.variance_left_by_chance_percent,
    neighbors_first: first.neighbors_percent / 100,
    neighbors_whole: whole.neighbors_percent / 100,
    recall: sheet.recall[0].value,
  };
}
