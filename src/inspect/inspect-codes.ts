// All of `sid inspect` but its record: several sets of codes on the same items.
import { USUAL_COLUMNS } from '../artifacts/embedding-columns.ts';
import { embeddingsFileAt } from '../artifacts/embeddings-file.ts';
import { prefixChanges } from '../metrics/prefix-changes.ts';
import { embeddingsPath } from '../quantizer/quantizer-inputs.ts';
import { toUnitRows } from '../retrieval/unit-rows.ts';
import type { Codes } from '../sid/fold-rows.ts';
import { defaultsOf } from '../schema/settings.ts';
import { setting, UserError } from '../util/errors.ts';
import { Rng } from '../util/rng.ts';
import { codesSources } from './codes-sources.ts';
import { modelsOfCodes } from './codes-models.ts';
import { measureModel } from './measure-model.ts';
import type { ModelGround } from './measure-model.ts';
import { INSPECT_SETTINGS } from './inspect-settings.ts';
import type { InspectSettings } from './inspect-settings.ts';
import { readInspectedItems } from './inspected-items.ts';
import type { InspectedCodes, InspectedItems } from './inspected-items.ts';
import { readKnown } from './known-categories.ts';
import { measureCodes } from './measure-codes.ts';
import type { MeasuredCodes } from './measure-codes.ts';
import { drawQueries, findNeighbors } from './neighbor-sample.ts';
import type { SearchWatch } from './neighbor-sample.ts';
import { sampleDifference } from './sample-mean.ts';

/** What was measured, as `--json` shows it, and what it was measured on. */
export type Inspection = Awaited<ReturnType<typeof inspectCodes>>;

/** @throws UserError where files do not go together; InterruptedError */
export async function inspectCodes(settings: InspectSettings, watch: SearchWatch) {
  const { corpus } = settings;
  const embeddings =
    settings.embeddings === null
      ? embeddingsPath({ corpus, embeddings: null })
      : embeddingsFileAt(settings.embeddings);
  const sources = codesSources(settings.sids);
  const items = await readInspectedItems(embeddings, settings, sources);
  const models = await modelsOfCodes(settings.rqvae ?? [], items.codes);
  const numItems = items.ids.length;
  const known = await readKnown(items.ids, settings);
  const most = settings.k[settings.k.length - 1];
  if (most >= numItems) {
    throw new UserError(
      `${setting('k')} ${most} asks for more neighbors than there are: ${numItems} items are inspected; ` +
        `give at most ${numItems - 1}`,
    );
  }
  const ground = groundOf(items, embeddings, settings, watch);
  const { sample } = ground;
  const measured = items.codes.map((codes) => measureCodes(codes, { items, known, sample }));
  const modelOf = (i: number) =>
    models[i] === null ? null : measureModel(models[i], items.codes[i], ground, watch);
  const [firstCodes] = items.codes;
  const metrics = {
    items: numItems,
    width: items.width,
    left_out: items.leftOut,
    queries: sample.query_Q.length,
    codes: measured.map(({ sheet, recalls }, i) => ({
      ...sheet,
      model: modelOf(i),
      more_than_first: i === 0 ? null : recallsMore(measured[0], recalls, numItems),
      changes: i === 0 ? null : changesFrom(firstCodes, items.codes[i]),
    })),
  };
  const inputs: Record<string, string> = { embeddings };
  sources.forEach(({ name, path }, i) => {
    inputs[`sids ${name}`] = path;
    if (models[i] !== null) inputs[`model of ${name}`] = models[i];
  });
  return { metrics, inputs };
}

/** One set of codes alone, of a corpus; what the 10 nearest of 1,000 items have. */
export async function inspectOne(
  {
    embeddings,
    sids,
    seed,
  }: { readonly embeddings: string; readonly sids: string; readonly seed: number },
  change: (codes: Codes) => Codes,
  watch: SearchWatch,
): Promise<MeasuredCodes> {
  const items = await readInspectedItems(embeddings, USUAL_COLUMNS, [
    { name: 'codes', path: sids },
  ]);
  const { k: ks, mostQueries } = defaultsOf(INSPECT_SETTINGS);
  const k = ks.map((each) => Math.min(each, items.ids.length - 1));
  const { sample } = groundOf(items, embeddings, { k, mostQueries, seed }, watch);
  const known = { categories: [], title_N: items.ids.map(() => null) };
  const [codes] = items.codes;
  return measureCodes({ ...codes, ...change(codes) }, { items, known, sample });
}

/** The items with their neighbors. */
function groundOf(
  items: InspectedItems,
  embeddings: string,
  { k, mostQueries, seed }: Pick<InspectSettings, 'k' | 'mostQueries' | 'seed'>,
  watch: SearchWatch,
): ModelGround {
  const unit = toUnitRows(items.embeddings_ND, items.width, embeddings);
  const rng = Rng.fromSeed(seed).split('inspect');
  const query_Q = drawQueries(items.ids.length, mostQueries, rng);
  return { items, unit, sample: findNeighbors(unit, query_Q, k, watch) };
}

function recallsMore(
  { sheet, recalls: than }: MeasuredCodes,
  recalls: readonly Float64Array[],
  numItems: number,
) {
  return recalls.map((recall_Q, i) => {
    const { value: difference, ci95 } = sampleDifference(recall_Q, than[i], numItems);
    return { k: sheet.recall[i].k, difference, ci95 };
  });
}

function changesFrom(before: InspectedCodes, after: InspectedCodes) {
  return prefixChanges(before, after).map(({ changed, changedUpToNames }, i) => ({
    depth: i + 1,
    changed_percent: 100 * changed,
    changed_up_to_names_percent: 100 * changedUpToNames,
  }));
}
