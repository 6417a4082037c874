// Some queries with their nearest items: titles, small pictures, what was wanted.
import { itemText } from '../../embed/item-text.ts';
import type { CatalogItem } from '../../data/catalog/open-catalog.ts';
import { pictureProblem } from '../../pictures/read-picture.ts';
import type { ReadPicture } from '../../pictures/read-picture.ts';
import { thumbnail } from '../../pictures/thumbnail.ts';
import type { ItemLook, ShownQueries, ShownQuery } from '../../records/shown-queries.ts';
import type { MeasuredEmbedding } from '../../retrieval/measure-embedding.ts';
import type { Questions } from '../../retrieval/questions.ts';
import { idAt } from '../../util/ids.ts';
import type { Ids } from '../../util/ids.ts';
import { plural } from '../../util/plural.ts';
import type { Rng } from '../../util/rng.ts';

export interface ShowJob {
  readonly measured: readonly MeasuredEmbedding[];
  readonly questions: Questions;
  readonly itemIds: Ids;
  /** Of the queries asked. */
  readonly queryIds: Ids;
  /** How many queries. */
  readonly count: number;
  readonly rng: Rng;
  /** What is known of some ids, given as texts. */
  readonly findItems: (ids: ReadonlySet<string>) => Promise<ReadonlyMap<string, CatalogItem>>;
  readonly findQueries: (ids: ReadonlySet<string>) => Promise<ReadonlyMap<string, CatalogItem>>;
  readonly readPicture: ReadPicture;
  readonly say: (line: string) => void;
}

/** Wide enough to tell items apart, small enough for hundreds on a page. */
const PICTURE_SIDE = 112;
const MOST_WANTED = 3;
const MOST_NEAREST = 8;

/** Half of the queries drawn, half those whose wanted item stands farthest down with the first embedding. */
export async function showQueries(job: ShowJob): Promise<ShownQueries> {
  const { itemIds } = job;
  const chosen = chooseQueries(job);
  const shown = chosen.map(({ query, why }) => describe(job, query, why));
  const ids = new Set(
    shown.flatMap(({ wanted, answers }) => [
      ...wanted,
      ...answers.flatMap(({ nearest }) => nearest.map(({ id }) => id)),
    ]),
  );
  const queries = await job.findQueries(new Set(shown.map(({ id }) => id)));
  const items = await job.findItems(ids);
  const faults: string[] = [];
  const lookAt = async (item: CatalogItem | undefined): Promise<ItemLook> => {
    const { title, picture, problem } = await lookOf(item, job.readPicture);
    if (problem !== undefined) faults.push(problem);
    return { title, picture };
  };
  const looks: Record<string, ItemLook> = {};
  for (const id of Array.from({ length: itemIds.length }, (_, i) => String(idAt(itemIds, i)))) {
    if (ids.has(id)) looks[id] = await lookAt(items.get(id));
  }
  const withLooks: ShownQuery[] = [];
  for (const query of shown)
    withLooks.push({ ...query, look: await lookAt(queries.get(query.id)) });
  if (faults.length > 0) {
    const { length } = faults;
    job.say(`${plural(length, 'picture')} not on the page; the first: ${faults[0]}`);
  }
  return { queries: withLooks, items: looks };
}

function chooseQueries({ questions, measured, count, rng }: ShowJob) {
  const all = Array.from(questions.asked.keys());
  const numDrawn = Math.min(Math.ceil(count / 2), all.length);
  const drawn = rng
    .shuffle([...all])
    .slice(0, numDrawn)
    .sort((a, b) => a - b);
  const { rank_Q } = measured[0];
  const worst = all
    .filter((query) => !drawn.includes(query))
    .sort((a, b) => rank_Q[b] - rank_Q[a] || a - b)
    .slice(0, count - numDrawn);
  return [
    ...drawn.map((query) => ({ query, why: 'drawn' as const })),
    ...worst.map((query) => ({ query, why: 'worst' as const })),
  ];
}

function describe(
  { questions, measured, itemIds, queryIds }: ShowJob,
  query: number,
  why: ShownQuery['why'],
): Omit<ShownQuery, 'look'> {
  const own = questions.self[query];
  const wanted = questions.relevant[query].filter((item) => item !== own);
  const wantedSet = new Set(wanted);
  const idOf = (item: number): string => String(idAt(itemIds, item));
  return {
    ...{ id: String(idAt(queryIds, query)), why, numWanted: wanted.length },
    wanted: Array.from(wanted.subarray(0, MOST_WANTED), idOf),
    answers: measured.map(({ name, rank_Q, nearest, cosines, count }) => ({
      embedding: name,
      rank: rank_Q[query],
      nearest: Array.from({ length: Math.min(count, MOST_NEAREST) }, (_, place) => {
        const item = nearest[query * count + place];
        const cosine = cosines[query * count + place];
        return { id: idOf(item), cosine, isWanted: wantedSet.has(item) };
      }),
    })),
  };
}

/** An item's title and small picture, or why there is none. */
async function lookOf(
  item: CatalogItem | undefined,
  readPicture: ReadPicture,
): Promise<ItemLook & { readonly problem?: string }> {
  if (item === undefined) return { title: null, picture: null };
  const title = item.title ?? itemText(item);
  if (item.picture === null) return { title, picture: null };
  const read = await readPicture(item.picture);
  if ('problem' in read) return { title, picture: null, problem: read.problem };
  try {
    return { title, picture: await thumbnail(read.bytes, PICTURE_SIDE) };
  } catch (error) {
    return { title, picture: null, problem: pictureProblem(item.picture, error) };
  }
}
