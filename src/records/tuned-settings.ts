// What tuning chose for a line of a comparison, and how that is shown.
import { amount, byName, figure, list, objectOf, string, unknown } from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import { plural } from '../util/plural.ts';

/** Of one line; NE is that of progressive validation, means are over the tuning seeds. */
export const tunedSchema = objectOf({
  /** Last days of training that were counted. */
  days: amount,
  seeds: list(amount),
  /** The combination with the lowest NE: what the line was trained with. */
  chosen: byName(unknown()),
  ne: figure,
  /** Settings whose chosen value is the least or the largest of the grid: a better one may lie beyond. */
  edge: list(string()),
  /** All combinations of the grid. */
  candidates: list(objectOf({ settings: byName(unknown()), ne: figure, by_seed: byName(figure) })),
});
export type Tuned = InferOutput<typeof tunedSchema>;

/** What was tuned, as cells of a table. */
export interface TuningTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How it was chosen. */
  readonly note: string;
}

/** Undefined where no line was tuned. */
export function tuningTable(
  lines: readonly { readonly strategy: string; readonly tuned: Tuned | null }[],
): TuningTable | undefined {
  const tuned = lines.flatMap((line) => (line.tuned === null ? [] : [{ ...line, ...line.tuned }]));
  if (tuned.length === 0) return undefined;
  const keys = [...new Set(tuned.flatMap(({ chosen }) => Object.keys(chosen)))];
  const rows = tuned.map(({ strategy, chosen, edge, ne, candidates }) => [
    strategy,
    ...keys.map((key) => (key in chosen ? shown(chosen[key], edge.includes(key)) : '-')),
    ne.toFixed(4),
    neOfNext(candidates).toFixed(4),
  ]);
  const rules = tuned.map(
    ({ days, seeds, candidates }) =>
      `the last ${plural(days, 'day')} of training (${plural(seeds.length, 'seed')}) among ` +
      `${plural(candidates.length, 'combination')}`,
  );
  return {
    titles: ['tuned', ...keys, 'NE', 'next best'],
    rows,
    note:
      'Each line was trained with the combination of the lowest NE of predictions made before training on them, over ' +
      `${[...new Set(rules)].join('; ')}. ` +
      'An asterisk marks the least or largest value of the grid: a better one may lie beyond.',
  };
}

/** "tableLearningRate 0.6 of \"random\"", for each that lies on an edge. */
export function edgesOf(
  lines: readonly { readonly strategy: string; readonly tuned: Tuned | null }[],
): string[] {
  return lines.flatMap(({ strategy, tuned }) =>
    (tuned?.edge ?? []).map((key) => `${key} ${String(tuned?.chosen[key])} of "${strategy}"`),
  );
}

function shown(value: unknown, isEdge: boolean): string {
  return `${typeof value === 'string' ? value : JSON.stringify(value)}${isEdge ? ' *' : ''}`;
}

function neOfNext(candidates: Tuned['candidates']): number {
  const [, next = NaN] = candidates.map(({ ne }) => ne).toSorted((a, b) => a - b);
  return next;
}
