// How well pictures and texts that were not trained on find each other.
import { chanceGroup } from '../metrics/rank-group.ts';
import { createQuerySample, queryMean } from '../metrics/query-sample.ts';
import type { QueryMean } from '../metrics/query-sample.ts';
import { retrievalFigures } from '../metrics/retrieval-figures.ts';
import { searchExactly } from '../retrieval/exact-search.ts';
import type { ExactAnswer } from '../retrieval/exact-search.ts';
import { toUnitRows } from '../retrieval/unit-rows.ts';
import { gatherRows } from '../util/gather-rows.ts';
import { mean } from '../util/stats.ts';
import { setting, UserError } from '../util/errors.ts';

/** Pairs with the vectors of both, in any order. */
export interface EmbeddedPairs {
  /** A row of D floats for each pair, of any length. */
  readonly pictures_ND: Float32Array;
  readonly texts_ND: Float32Array;
  /** D */
  readonly width: number;
  /** Pairs of one picture, or of one text, have one number; each is searched, and asks, once. */
  readonly picture_N: Int32Array;
  readonly text_N: Int32Array;
  /** Pictures and texts of one group are right answers to each other. */
  readonly group_N: Int32Array;
}

/** One direction. */
export interface DirectionFigures {
  /** Distinct pictures or texts that ask, and those that are searched. */
  readonly queries: number;
  readonly searched: number;
  /** "hits@1", "hits@5", "mrr": means over the queries. */
  readonly figures: Readonly<Record<FigureName, QueryMean & { readonly chance: number }>>;
}

const KS = [1, 5];
export type FigureName = 'hits@1' | 'hits@5' | 'mrr';

/** Both directions. */
export interface PairRetrieval {
  readonly textToPicture: DirectionFigures;
  readonly pictureToText: DirectionFigures;
}

/**
 * Ranks all distinct pictures for each text, and all distinct texts for each picture, by cosine. An answer of the query's
 * group is right. Ties are counted as everywhere (`RankGroup`): the mean over their orders.
 *
 * @throws UserError if a vector has no direction, or is not made of numbers: the model has diverged
 */
export function heldOutRetrieval(pairs: EmbeddedPairs): PairRetrieval {
  const pictures = distinctSide(pairs.pictures_ND, pairs.picture_N, pairs, 'picture');
  const texts = distinctSide(pairs.texts_ND, pairs.text_N, pairs, 'text');
  return {
    textToPicture: measure(texts, pictures, pairs.width),
    pictureToText: measure(pictures, texts, pairs.width),
  };
}

/** The distinct pictures, or texts. */
interface Side {
  readonly rows_XD: Float32Array;
  /** The groups of each: one, unless one picture or text stands in pairs of several. */
  readonly groups: readonly ReadonlySet<number>[];
  readonly says: 'picture' | 'text';
}

function distinctSide(
  vectors_ND: Float32Array,
  number_N: Int32Array,
  { group_N, width }: EmbeddedPairs,
  says: Side['says'],
): Side {
  if (!vectors_ND.every(Number.isFinite)) throw diverged(says, 'are not made of numbers');
  const isZero = (_: number, pair: number): boolean =>
    vectors_ND.subarray(pair * width, (pair + 1) * width).every((each) => each === 0);
  if (number_N.some(isZero)) throw diverged(says, 'have no direction any more');
  const placeOf = new Map<number, number>();
  const first: number[] = [];
  const groups: Set<number>[] = [];
  number_N.forEach((number, pair) => {
    let place = placeOf.get(number);
    if (place === undefined) {
      place = first.length;
      placeOf.set(number, place);
      first.push(pair);
      groups.push(new Set());
    }
    groups[place].add(group_N[pair]);
  });
  return { rows_XD: gatherRows(vectors_ND, width, Int32Array.from(first)), groups, says };
}

function diverged(says: Side['says'], why: string): UserError {
  return new UserError(
    `vectors of held-out ${says}s ${why}: training has diverged; take a lower ${setting('learningRate')}`,
  );
}

function measure(asking: Side, searched: Side, width: number): DirectionFigures {
  const [queries, items] = [asking, searched].map(({ rows_XD, says }) =>
    toUnitRows(rows_XD, width, `vectors of held-out ${says}s`),
  );
  const relevant = answersOf(asking, searched);
  const answers = [
    ...searchExactly({
      ...{ items, queries, relevant },
      self: new Int32Array(relevant.length).fill(-1),
      count: Math.min(Math.max(...KS), searched.groups.length),
    }),
  ];
  return figuresOf(answers, relevant, asking, searched.groups.length);
}

/** What is right for each query, ascending; what the queries of one group have is one array. */
function answersOf(asking: Side, searched: Side): Int32Array[] {
  const members = new Map<number, number[]>();
  searched.groups.forEach((groups, item) => {
    for (const group of groups) {
      const own = members.get(group);
      if (own === undefined) members.set(group, [item]);
      else own.push(item);
    }
  });
  const known = new Map<string, Int32Array>();
  return asking.groups.map((groups) => {
    const key = [...groups].join(' ');
    const found = known.get(key);
    if (found !== undefined) return found;
    const all = new Set([...groups].flatMap((group) => members.get(group) ?? []));
    const answers = Int32Array.from(all).sort();
    known.set(key, answers);
    return answers;
  });
}

function figuresOf(
  answers: readonly ExactAnswer[],
  relevant: readonly Int32Array[],
  { groups }: Side,
  numSearched: number,
): DirectionFigures {
  const pairs = groups.flatMap((each, query) => [...each].map((group) => ({ query, group })));
  const queryIndex = Int32Array.from(pairs, ({ query }) => query);
  const sample = createQuerySample(groups.length, {
    ...{ queryIndex, userIndex: queryIndex },
    targetIndex: Int32Array.from(pairs, ({ group }) => group),
  });
  const figures = retrievalFigures(KS, { hasSeveral: false }).map(({ name, of }) => {
    const value_Q = Float64Array.from(answers, (answer, i) =>
      of(answer.groups, relevant[i].length),
    );
    const chance = mean(
      Float64Array.from(relevant, ({ length }) => of([chanceGroup(numSearched, length)], length)),
    );
    return [name, { ...queryMean(value_Q, sample), chance }];
  });
  return {
    queries: groups.length,
    searched: numSearched,
    figures: Object.fromEntries(figures) as DirectionFigures['figures'],
  };
}
