// One of several equal stretches of a catalog.
import { check, objectOf, pipe } from '../schema/json.ts';
import { oneWord, positiveInt } from '../schema/kinds.ts';
import type { Kind } from '../schema/kinds.ts';

/** The `index`-th of `count` stretches, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

const WANTED = 'a shard as INDEX/COUNT, like 3/16';

/** "3/16" */
export const shardKind: Kind<Shard> = {
  ...oneWord<Shard>({
    placeholder: 'i/n',
    schema: pipe(
      objectOf({ index: positiveInt.schema, count: positiveInt.schema }),
      check(({ index, count }) => index <= count, WANTED),
    ),
    read(word) {
      const match = /^(\d+)\/(\d+)$/.exec(word.trim());
      return match && { index: Number(match[1]), count: Number(match[2]) };
    },
    show: ({ index, count }) => `${index}/${count}`,
    wanted: WANTED,
  }),
  isReadFromText: true,
};

/** The parts of a shard: from the first, up to but without the last; null: all. */
export function shardRange(numParts: number, shard: Shard | null): [from: number, to: number] {
  if (shard === null) return [0, numParts];
  const { index, count } = shard;
  const startOf = (before: number): number => Math.floor((before * numParts) / count);
  return [startOf(index - 1), startOf(index)];
}

/** The rows of a catalog that a shard of it holds, from 1, both included; `itemsPerPart` is the stage's. */
export function shardRows(
  numItems: number,
  itemsPerPart: number,
  shard: Shard | null,
): [first: number, last: number] {
  const [from, to] = shardRange(Math.ceil(numItems / itemsPerPart), shard);
  return [from * itemsPerPart + 1, Math.min(to * itemsPerPart, numItems)];
}
