import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import type { ItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { readSemanticIds, writeSemanticIds } from '../../../src/artifacts/semantic-ids.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { assignRecord } from '../../../src/records/assign-record.ts';
import { verifyRecord } from '../../../src/records/verify-record.ts';
import { hashFile } from '../../../src/util/hash-file.ts';
import { groupedItems, WIDTH } from '../../quantizer/support.ts';
import { runCli } from '../../support/run-cli.ts';

/*
 * Codes that are added to, with collisions resolved, and made again: `sid assign --append --collisions`, `sid verify`.
 */
const root = mkdtempSync(join(tmpdir(), 'sid-verify-'));
const at = (...names: string[]): string => join(root, ...names);
const [rqvae, other] = ['rqvae', 'other-rqvae'].map((name) => at(name));
const [embeddings, first, rest] = ['all', 'first', 'rest'].map((name) => at(`${name}.arrow`));
/** The last 40 have the embeddings of the first 40. */
const items: ItemEmbeddings = groupedItems(200);
items.embeddings_ND.set(items.embeddings_ND.subarray(0, 40 * WIDTH), 160 * WIDTH);
const TINY = ['--quantizer', 'residual-kmeans', '--levels', '2', '--codebook-size', '16'];

beforeAll(async () => {
  await writePart(embeddings, 0, 200);
  await writePart(first, 0, 150);
  await writePart(rest, 150, 200);
  await run('train-rqvae', '--embeddings', embeddings, ...TINY, '--out', rqvae);
  await run('train-rqvae', '--embeddings', first, ...TINY, '--seed', '9', '--out', other);
});

async function writePart(path: string, from: number, to: number): Promise<void> {
  await writeItemEmbeddings(path, {
    itemIds: items.itemIds.slice(from, to),
    embeddings_ND: items.embeddings_ND.slice(from * WIDTH, to * WIDTH),
    width: WIDTH,
  });
}

async function run(...words: string[]): Promise<string> {
  const { status, out, err } = await runCli(...words);
  expect(status, err).toBe(0);
  return out;
}

/** @returns what run.json says */
async function assign(name: string, path: string, ...words: string[]) {
  await run('assign', '--rqvae', rqvae, '--embeddings', path, '--out', at(name), ...words);
  return readRecord(assignRecord, at(name));
}

const sidsOf = (name: string) => readSemanticIds(at(name, 'sids.arrow'));

interface Result {
  readonly equal: boolean;
  readonly compared: number;
  readonly differing: number;
  readonly near_ties: number;
  readonly first_difference_by_level: readonly number[];
  readonly examples: readonly object[];
  readonly missing_examples: readonly string[];
  readonly extra: number;
}

async function verify(sids: string, paths: readonly string[], ...words: string[]) {
  const asked = ['verify', '--sids', sids, '--embeddings', ...paths, '--rqvae', rqvae, '--json'];
  const { status, out, err } = await runCli(...asked, ...words);
  return { status, err, result: JSON.parse(out) as Result };
}

const RULES: readonly (readonly string[])[] = [
  [],
  ['--collisions', 'count'],
  ['--collisions', 'count', '--share-duplicates', '--capacity', '60'],
  ['--collisions', 'next-best'],
  ['--collisions', 'next-best', '--capacity', '2', '--share-duplicates'],
  ['--beam', '4'],
];

test.each(RULES.map((rules, i) => [rules, `grown${i}`] as const))(
  'rules %j: what is appended moves nothing, and all of it comes out again',
  async (rules, name) => {
    const before = await assign(`${name}-1`, first, ...rules);
    expect(before.metrics).toMatchObject({ items: 150, new_items: 150 });
    const old = await sidsOf(`${name}-1`);
    // All embeddings, those of published items among them.
    const record = await assign(`${name}-2`, embeddings, '--append', at(`${name}-1`));
    expect(record.metrics).toMatchObject({ items: 200, new_items: 50 });
    const grown = await sidsOf(`${name}-2`);
    expect(grown.itemIds).toEqual(items.itemIds);
    expect(grown.codes_NL.subarray(0, old.codes_NL.length)).toEqual(old.codes_NL);
    expect(grown.making).toEqual({
      ...old.making,
      embeddings: await hashFile(embeddings),
      earlier: [{ items: 150, embeddings: await hashFile(first) }],
      parent: await hashFile(at(`${name}-1`, 'sids.arrow')),
    });
    expect(await verify(at(`${name}-2`), [embeddings])).toMatchObject({
      ...{ status: 0, err: '' },
      result: { equal: true, compared: 200, differing: 0 },
    });
    // In two files, as they came.
    expect((await verify(at(`${name}-1`), [first])).status).toBe(0);
    // The later file has the items of the earlier, too.
    expect(await verify(at(`${name}-2`), [first, embeddings])).toMatchObject({
      ...{ status: 0, err: '' },
      result: { equal: true, compared: 200, differing: 0, extra: 0 },
    });
    if (rules.includes('--share-duplicates')) return;
    await assign(`${name}-3`, rest, '--append', at(`${name}-1`, 'sids.arrow'));
    expect((await verify(at(`${name}-3`), [first, rest])).status).toBe(0);
  },
);

test('count: IDs are unique, codes of A and then B are those of A with B appended, duplicates share on demand', async () => {
  await assign('count-all', embeddings, '--collisions', 'count');
  const [all, grown, plain] = [
    await sidsOf('count-all'),
    await sidsOf('grown1-2'),
    await sidsOf('grown0-2'),
  ];
  expect(grown.codes_NL).toEqual(all.codes_NL);
  const ids = (codes: Int32Array, levels: number): string[] =>
    Array.from({ length: 200 }, (_, i) => codes.subarray(i * levels, (i + 1) * levels).join());
  expect(new Set(ids(all.codes_NL, 3)).size).toBe(200);
  expect(all.codebookSizes.slice(0, 2)).toEqual([16, 16]);
  // As many as the most items of one ID.
  const counts = new Map<string, number>();
  for (const id of ids(plain.codes_NL, 2)) counts.set(id, (counts.get(id) ?? 0) + 1);
  expect(all.codebookSizes[2]).toBe(Math.max(...counts.values()));
  const shared = await sidsOf('grown2-2');
  expect(shared.codebookSizes).toEqual([16, 16, 60]);
  const sharedIds = ids(shared.codes_NL, 3);
  expect(sharedIds.slice(160)).toEqual(sharedIds.slice(0, 40));
  expect(new Set(sharedIds).size).toBe(160);
});

test('next-best: no ID has more items than there is room for', async () => {
  const { codes_NL } = await sidsOf('grown3-2');
  const ids = Array.from({ length: 200 }, (_, i) => codes_NL.subarray(2 * i, 2 * i + 2).join());
  expect(new Set(ids).size).toBe(200);
  expect(readRecord(assignRecord, at('grown3-1')).metrics.moved_items).toBeGreaterThan(20);
});

test('codes that differ are counted by level and shown; --out keeps it', async () => {
  const sids = await sidsOf('grown0-1');
  const codes_NL = sids.codes_NL.slice();
  codes_NL[0] = (codes_NL[0] + 1) % 16;
  codes_NL[2 * 7 + 1] = (codes_NL[2 * 7 + 1] + 1) % 16;
  codes_NL[2 * 9 + 1] = (codes_NL[2 * 9 + 1] + 1) % 16;
  const path = at('other.arrow');
  await writeSemanticIds(path, { ...sids, codes_NL });
  const { status, err, result } = await verify(path, [first], '--out', at('verified'));
  expect([status, result.equal]).toEqual([2, false]);
  expect(result).toMatchObject({
    ...{ compared: 150, differing: 3, near_ties: 0, first_difference_by_level: [1, 2] },
    examples: [
      { item_id: 'item-0', level: 1, near_tie: false },
      { item_id: 'item-7', level: 2, published: [...codes_NL.subarray(14, 16)] },
      { item_id: 'item-9', now: [...sids.codes_NL.subarray(18, 20)] },
    ],
  });
  expect(err).toBe(
    `error: ${path}: 3 of 150 items get other codes now, 0 of them near ties; ` +
      'go on with the codes as they are published, or assign again into another folder\n',
  );
  expect(readRecord(verifyRecord, at('verified')).metrics.differing).toBe(3);
});

test('items on one side alone, other embeddings, another model', async () => {
  const missing = await verify(at('grown0-2'), [first]);
  expect(missing.result).toMatchObject({ compared: 150, missing: 50, differing: 0 });
  expect(missing.result.missing_examples[0]).toBe('item-150');
  expect(missing.err).toContain('50 items of 200 have no embedding in');
  const extra = await verify(at('grown0-1'), [embeddings]);
  expect(extra.result).toMatchObject({
    compared: 150,
    extra: 50,
    extra_examples: { 0: 'item-150' },
  });
  expect(extra.err).toContain('the first item-150; append them: sid assign --append');
  const strangers = at('strangers.arrow');
  const numbers = Float64Array.from(items.itemIds.keys());
  await writeItemEmbeddings(strangers, { ...items, itemIds: numbers });
  const none = await verify(at('grown0-1'), [strangers]);
  expect(none.err).toContain(
    `none of its 150 items is in ${strangers}: it has ids like item-0, embeddings have ids like 0; give the files`,
  );
  const again = at('again.arrow');
  await writeItemEmbeddings(again, { ...items, itemIds: items.itemIds.slice().reverse() });
  const swapped = await verify(at('grown0-2'), [again]);
  expect(swapped.result.differing).toBeGreaterThan(100);
  const model = await verify(at('grown0-2'), [embeddings], '--rqvae', other);
  expect(model.err).toMatch(/was made with another model \(SHA-256 [0-9a-f]{12}\) than .*best/);
  expect([missing.status, extra.status, swapped.status, model.status]).toEqual([2, 2, 2, 2]);
  // The same rows in another file.
  const table = at('copy.arrow');
  await writeItemEmbeddings(table, items);
  expect((await verify(at('grown0-2'), [table])).status).toBe(0);
  copyFileSync(at('grown0-1', 'sids.arrow'), at('alone.arrow'));
  expect((await verify(at('alone.arrow'), [first])).status).toBe(0);
});

test.each([
  [['--append', 'OLD', '--collisions', 'count'], 'was made with --collisions keep, and goes on so'],
  [['--append', 'OLD', '--beam', '3'], 'was made with --beam 1, and goes on so'],
  [['--append', 'OLD', '--rqvae', 'OTHER'], 'is of another model ('],
  [['--collisions', 'count', '--capacity', '2'], 'raise --capacity, or leave it out'],
  [['--collisions', 'count', '--out', '-'], '--collisions count takes all items together'],
  [['--append', 'SHARED', '--embeddings', rest], 'has no embedding of item item-0 of'],
  [['--append', 'none.arrow'], 'none.arrow does not exist'],
  [['--collisions', 'nextbest'], 'did you mean "next-best"?'],
])('assign %j is one line and status 2', async (words, message) => {
  const given = words.map(
    (word) => ({ OLD: at('grown0-1'), SHARED: at('grown2-1'), OTHER: other })[word] ?? word,
  );
  const out = given.includes('--out') ? [] : ['--out', at('refused')];
  const asked = ['assign', '--rqvae', rqvae, '--embeddings', embeddings, ...out];
  const { status, err } = await runCli(...asked, ...given);
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
  expect(() => readFileSync(at('refused', 'run.json'))).toThrow();
});
