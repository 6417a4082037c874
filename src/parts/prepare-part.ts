// The items of a part: opened where they are new, looked up where they are known.
import type { CatalogItem } from '../data/catalog/open-catalog.ts';
import { hashBytes } from '../util/hash-file.ts';
import { runConcurrently } from '../util/run-concurrently.ts';
import type { ItemProblem } from './item-problem.ts';
import type { KnownItem, KnownItems } from './known-items.ts';
import type { PartContents } from './part-files.ts';
import type { Opened, Stage } from './stage.ts';

/** An item that is known, or opened. */
interface PreparedItem<L> {
  readonly item: CatalogItem;
  readonly hash: string;
  readonly known: KnownItem | undefined;
  readonly opened: Opened<L>;
}

export interface PreparedPart<L> {
  readonly items: readonly PreparedItem<L>[];
  /** Items that are not known. */
  readonly numNew: number;
}

/** Decoding runs on other threads: as many items as keep them busy, not all of a part. */
const ITEMS_AT_A_TIME = 8;

export async function preparePart<L, R>(
  items: readonly CatalogItem[],
  known: KnownItems<R>,
  stage: Stage<L, R>,
): Promise<PreparedPart<L>> {
  const prepared = await runConcurrently(items, ITEMS_AT_A_TIME, (item) =>
    prepare(item, known, stage),
  );
  return { items: prepared, numNew: prepared.filter((each) => each.known === undefined).length };
}

async function prepare<L, R>(
  item: CatalogItem,
  known: KnownItems<R>,
  stage: Stage<L, R>,
): Promise<PreparedItem<L>> {
  const input = await stage.load(item);
  const hash = hashBytes(JSON.stringify([stage.decides, input.decides]));
  const found = known.find(item.id, hash);
  const opened = found === undefined ? await input.open() : { value: null };
  return { item, hash, known: found, opened };
}

/** Makes the rows of what is new, and puts them among the known ones. */
export async function worksOn<L, R>(
  { items }: PreparedPart<L>,
  known: KnownItems<R>,
  stage: Stage<L, R>,
  onDone: (numDone: number) => void,
): Promise<PartContents<R>> {
  const fresh = items.flatMap((each) =>
    each.opened.value === null ? [] : [{ each, value: each.opened.value }],
  );
  const made =
    fresh.length === 0
      ? []
      : await stage.make(
          fresh.map(({ value }) => value),
          (done) => onDone(items.length - fresh.length + done),
        );
  const madeOf = new Map(fresh.map(({ each }, i) => [each, made[i]]));
  const found = items.flatMap((each) => (each.known === undefined ? [] : [each.known]));
  const rowsOf = new Map((await known.read(found)).map((row, i) => [found[i], row]));
  const [ids, rows, hashes]: [(number | string)[], R[], string[]] = [[], [], []];
  const rowProblems: string[] = [];
  const problems: ItemProblem[] = [];
  for (const each of items) {
    const { item, hash, opened } = each;
    const row = each.known === undefined ? madeOf.get(each)?.row : rowsOf.get(each.known);
    const problem =
      each.known?.problem ??
      [opened.problem, madeOf.get(each)?.problem].filter((one) => one !== undefined).join('; ');
    const isKept = row !== undefined && row !== null;
    if (problem !== '') problems.push({ item_id: item.id, row: item.row, problem, kept: isKept });
    if (!isKept) continue;
    ids.push(item.id);
    rows.push(row);
    hashes.push(hash);
    rowProblems.push(problem);
  }
  return { ids, rows, hashes, rowProblems, problems, numKnown: found.length };
}
