// What is asked of all embeddings alike: which query wants which items.
import { createQuerySample } from '../metrics/query-sample.ts';
import type { QuerySample } from '../metrics/query-sample.ts';
import { setting, UserError } from '../util/errors.ts';
import { groupBy } from '../util/group-by.ts';
import { idAt } from '../util/ids.ts';
import type { Ids } from '../util/ids.ts';
import { nearestName } from '../util/nearest-name.ts';
import type { AskedPair } from './asked-queries.ts';

/** Queries and what each of them wants. */
export interface Questions {
  /** Of the queries with a vector, those that are asked, ascending. */
  readonly asked: Int32Array;
  /** Indices of the items that each query wants, ascending. The query itself may be among them, and does not count. */
  readonly relevant: readonly Int32Array[];
  /** How many count: one at least. */
  readonly numRelevant: Int32Array;
  /** The item that a query is, which is no answer to it; -1: none. */
  readonly self: Int32Array;
  readonly sample: QuerySample;
}

/** Ids of one kind, as far as they are known. */
export interface KnownIds {
  /** Those with a vector, whose positions are indices. */
  readonly ids: Ids;
  /** Those that are known but have none: left out of an embedding, or of one of several. */
  readonly without: ReadonlySet<string>;
  /** For messages: where the vectors are from. */
  readonly path: string;
}

/** What of a file of pairs is not asked. */
export interface LeftOutPairs {
  /** Pairs whose item or query has no vector. */
  readonly withoutVector: number;
  /** Pairs that stand in an earlier row too. */
  readonly copies: number;
}

/**
 * Questions from pairs of ids.
 *
 * @param areItems the queries are items themselves
 * @throws UserError naming file and row of an id that nothing has, with the nearest; or if no pair is left
 */
export function questionsFromPairs(
  pairs: readonly AskedPair[],
  path: string,
  {
    items,
    queries,
    areItems,
  }: { readonly items: KnownIds; readonly queries: KnownIds; readonly areItems: boolean },
): { readonly questions: Questions; readonly leftOut: LeftOutPairs } {
  const itemOf = indexFinder(items, 'item', path);
  const queryOf = areItems ? itemOf : indexFinder(queries, 'query', path);
  const userNumbers = new Map<string, number>();
  const seen = new Set<string>();
  const kept: { query: number; item: number; user: number }[] = [];
  let [withoutVector, copies] = [0, 0];
  for (const { query, item, user, row } of pairs) {
    const [queryIndex, itemIndex] = [queryOf(query, row), itemOf(item, row)];
    if (queryIndex === undefined || itemIndex === undefined) {
      withoutVector += 1;
      continue;
    }
    if (areItems && queryIndex === itemIndex) {
      throw new UserError(`${path}, row ${row}: item ${item} wants itself; drop the row`);
    }
    const asker = user === null ? `query ${queryIndex}` : `user ${user}`;
    const key = `${queryIndex} ${itemIndex} ${asker}`;
    if (seen.has(key)) {
      copies += 1;
      continue;
    }
    seen.add(key);
    if (!userNumbers.has(asker)) userNumbers.set(asker, userNumbers.size);
    kept.push({ query: queryIndex, item: itemIndex, user: userNumbers.get(asker) ?? 0 });
  }
  if (kept.length === 0) {
    throw new UserError(
      `${path}: no pair has vectors of both its query and its item; embed them, or give other pairs`,
    );
  }
  const asked = Int32Array.from(new Set(kept.map(({ query }) => query))).sort();
  const placeOf = new Map([...asked].map((query, place) => [query, place]));
  const wanted = Array.from(asked, () => new Set<number>());
  for (const { query, item } of kept) wanted[placeOf.get(query) ?? 0].add(item);
  const relevant = wanted.map((each) => Int32Array.from(each).sort());
  const sample = createQuerySample(asked.length, {
    queryIndex: Int32Array.from(kept, ({ query }) => placeOf.get(query) ?? 0),
    targetIndex: Int32Array.from(kept, ({ item }) => item),
    userIndex: Int32Array.from(kept, ({ user }) => user),
  });
  const self = areItems ? asked : new Int32Array(asked.length).fill(-1);
  const numRelevant = Int32Array.from(relevant, (each) => each.length);
  return {
    questions: { asked, relevant, numRelevant, self, sample },
    leftOut: { withoutVector, copies },
  };
}

/**
 * Questions of items for others of their kind: every item that shares its group with another asks for these.
 *
 * @param group_N null: the item has none
 * @throws UserError if no two items share a group
 */
export function questionsFromGroups(
  group_N: readonly (string | null)[],
  column: string,
): Questions {
  const grouped = [...group_N.keys()].filter((item) => group_N[item] !== null);
  const members = groupBy(grouped, (item) => group_N[item]);
  const shared = [...members.values()].filter((items) => items.length > 1);
  if (shared.length === 0) {
    throw new UserError(
      `no two items share a value of ${column}; choose another column with ${setting('relevantBy')}, or give ${setting('pairs')}`,
    );
  }
  const lists = shared.map((items) => Int32Array.from(items));
  const asking = lists
    .flatMap((items, group) => Array.from(items, (item) => ({ item, group })))
    .sort((a, b) => a.item - b.item);
  const asked = Int32Array.from(asking, ({ item }) => item);
  const queryIndex = Int32Array.from(asking.keys());
  return {
    asked,
    relevant: asking.map(({ group }) => lists[group]),
    numRelevant: Int32Array.from(asking, ({ group }) => lists[group].length - 1),
    self: asked,
    sample: createQuerySample(asked.length, {
      ...{ queryIndex, userIndex: queryIndex },
      targetIndex: Int32Array.from(asking, ({ group }) => group),
    }),
  };
}

/** Some of the questions. @param chosen places among them, ascending */
export function someQuestions(questions: Questions, chosen: Int32Array): Questions {
  const { asked, relevant, numRelevant, self, sample } = questions;
  const placeOf = new Map([...chosen].map((place, i) => [place, i]));
  const pairs = [...sample.queryOfPair.keys()].filter((pair) =>
    placeOf.has(sample.queryOfPair[pair]),
  );
  return {
    asked: chosen.map((place) => asked[place]),
    relevant: Array.from(chosen, (place) => relevant[place]),
    numRelevant: chosen.map((place) => numRelevant[place]),
    self: chosen.map((place) => self[place]),
    sample: createQuerySample(chosen.length, {
      queryIndex: Int32Array.from(pairs, (pair) => placeOf.get(sample.queryOfPair[pair]) ?? 0),
      targetIndex: Int32Array.from(pairs, (pair) => sample.sample.itemIndex[pair]),
      userIndex: Int32Array.from(pairs, (pair) => sample.sample.userIndex[pair]),
    }),
  };
}

function indexFinder(
  { ids, without, path: vectorsPath }: KnownIds,
  what: 'item' | 'query',
  path: string,
): (id: string, row: number) => number | undefined {
  const indexOf = new Map<string, number>();
  for (let index = 0; index < ids.length; index++) indexOf.set(String(idAt(ids, index)), index);
  return (id, row) => {
    const index = indexOf.get(id);
    if (index !== undefined || without.has(id)) return index;
    const nearest = nearestName(id, [...indexOf.keys()]);
    const meant = nearest === undefined ? '' : `did you mean ${nearest}? `;
    throw new UserError(
      `${path}, row ${row}: ${what} ${id} is not in ${vectorsPath}; ${meant}embed it or drop the row`,
    );
  };
}
