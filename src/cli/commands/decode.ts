// `sid decode`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../data/catalog/open-catalog.ts';
import { embeddingsFileAt } from '../../artifacts/embeddings-file.ts';
import { streamEmbeddings } from '../../data/embeddings/stream-embeddings.ts';
import { inputsOf } from '../../data/import/source-file.ts';
import { sidsFile } from '../../artifacts/semantic-ids.ts';
import { readCodedItems } from '../../decode/coded-items.ts';
import type { CodedItems } from '../../decode/coded-items.ts';
import { contentDistances } from '../../decode/content-distances.ts';
import { renderDecodePage } from '../../decode/decode-page.ts';
import { allotPictures, planDecode } from '../../decode/decode-plan.ts';
import type { DecodePlan } from '../../decode/decode-plan.ts';
import { DECODE_SETTINGS } from '../../decode/decode-settings.ts';
import type { DecodeSettings } from '../../decode/decode-settings.ts';
import { findItem, siblingsOf } from '../../decode/find-prefix.ts';
import { loadThumbnails } from '../../decode/load-thumbnails.ts';
import type { Thumbnails } from '../../decode/load-thumbnails.ts';
import { measureLevels } from '../../decode/measure-levels.ts';
import { countTitleWords } from '../../decode/title-words.ts';
import { areInstalled, embedPackages } from '../../packages/embed-packages.ts';
import { createPictureReader } from '../../pictures/read-picture.ts';
import { decodeRecord } from '../../records/decode-record.ts';
import { flagOf, valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { nameSettings, UserError } from '../../util/errors.ts';
import { plural } from '../../util/plural.ts';
import type { OPTIONAL_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import { withCatalog } from '../frame/catalog-run.ts';
import type { RunContext } from '../frame/run-command.ts';
import { decodeToJson } from '../print/decode-json.ts';
import { describeDecode, describeGaps } from '../print/describe-decode.ts';

type DecodeOptions = OptionsOf<typeof DECODE_SETTINGS & typeof OPTIONAL_OUT>;

const PAGE = 'page.html';

/** Semantic IDs -> what their prefixes hold, in words and pictures. */
export async function decode(options: DecodeOptions, run: RunContext): Promise<void> {
  const { out, force, prefix, item, items } = options;
  if (prefix !== null && item !== null) {
    throw new UserError('--prefix and --item are both given; leave one out');
  }
  if (items === null && options.columns !== null) {
    throw new UserError('--columns is about a catalog; give it with --items');
  }
  if (out !== null) assertFolderIsFree(out, { force });
  const path = sidsFile(options.sids);
  await withItems(options, (catalog) => decodeWith(catalog, path, options, run));
}

async function decodeWith(
  catalog: Catalog | null,
  path: string,
  options: DecodeOptions,
  run: RunContext,
): Promise<void> {
  const { out, force } = options;
  const config = valuesOf(DECODE_SETTINGS, options);
  const coded = await readCodedItems(path, catalog);
  const embeddings = config.embeddings === null ? null : embeddingsFileAt(config.embeddings);
  const distances = await distancesOf(coded, { ...config, embeddings }, run);
  const plan = planDecode(coded, countTitleWords(coded.title_N), { ...config, distances });
  const levels = measureLevels(coded);
  const gaps = describeGaps(coded, catalog !== null);
  for (const gap of gaps) run.say(gap);
  const decoded = decodeToJson(coded, plan, levels);
  const text = describeDecode(coded, plan, levels);
  if (out === null) {
    run.result(decoded.json, text);
    return;
  }
  await writeFolderWhole(out, { force }, async (folder) => {
    const { pictured, thumbnails, notes } = await thumbnailsFor(coded, plan, catalog, config, run);
    const { urls, problems } = thumbnails;
    const page = { coded, plan, levels, pictured, urls, notes: [...gaps, ...notes] };
    writeFileSync(join(folder, PAGE), renderDecodePage(page));
    const metrics = {
      ...decoded.metrics,
      pictures: urls.size,
      pictures_unreadable: problems.length,
      seconds: run.elapsedSeconds(),
      peak_memory_mb: peakMemoryMb(),
    };
    const inputs = {
      sids: path,
      ...(catalog === null ? {} : inputsOf('items', catalog.file)),
      ...(embeddings === null ? {} : { embeddings }),
      ...(config.columns === null ? {} : { columns: config.columns }),
    };
    await run.record(decodeRecord, folder, { config, seed: 0, inputs, metrics });
  });
  run.result(
    { out, ...decoded.json },
    `${text}\n\npage of ${plural(plan.sections.length, 'prefix')} in ${join(out, PAGE)}`,
  );
}

/** Of the siblings of the item that is asked for; null where no embeddings are given. */
async function distancesOf(
  coded: CodedItems,
  config: DecodeSettings,
  run: RunContext,
): Promise<ReadonlyMap<string, number> | null> {
  const { item: id, embeddings } = config;
  if (id === null || embeddings === null) return null;
  const item = findItem(coded, id);
  const siblings = siblingsOf(coded, item).flatMap(({ items }) => items);
  const ids = new Set(siblings.map((each) => String(coded.itemIds[each])));
  const batches = streamEmbeddings(embeddings, config, run.shouldStop);
  return contentDistances(batches, coded.itemIds[item], ids, embeddings);
}

/** Pictures for the page, and a note for each thing that it lacks. */
async function thumbnailsFor(
  coded: CodedItems,
  plan: DecodePlan,
  catalog: Catalog | null,
  config: DecodeSettings,
  run: RunContext,
) {
  const none: Thumbnails = { urls: new Map(), problems: [] };
  if (catalog?.columns.picture === undefined || config.pictures === 0) {
    return { pictured: new Set<never>(), thumbnails: none, notes: [] };
  }
  if (!areInstalled(embedPackages())) {
    const note = 'without pictures: sid setup --embed gets the packages that read them';
    run.warn(note);
    return { pictured: new Set<never>(), thumbnails: none, notes: [note] };
  }
  const pictured = allotPictures(plan, config.pictures);
  const wanted = new Set([...pictured].flatMap(({ shown }) => shown));
  if (plan.asked.kind === 'item') wanted.add(plan.asked.item);
  const read = createPictureReader(config);
  const loaded = await loadThumbnails(coded, [...wanted], catalog, read, run.onProgress);
  const problems = loaded.problems.map((each) => nameSettings(each, flagOf));
  const [first] = problems;
  const all = plan.sections.flatMap((each) => [each, ...each.children]).length;
  const notes = [
    ...(first === undefined
      ? []
      : [`${plural(problems.length, 'picture')} could not be read; the first, ${first}`]),
    ...(pictured.size === all
      ? []
      : [
          `Pictures of ${pictured.size} of the ${plural(all, 'prefix')} shown, the largest first; the others ` +
            `by titles (--pictures ${config.pictures}).`,
        ]),
  ];
  if (first !== undefined) run.warn(notes[0]);
  return { pictured, thumbnails: loaded, notes };
}

async function withItems(
  { items, columns }: Pick<DecodeOptions, 'items' | 'columns'>,
  work: (catalog: Catalog | null) => Promise<void>,
): Promise<void> {
  if (items === null) await work(null);
  else await withCatalog({ items, columns }, work);
}
