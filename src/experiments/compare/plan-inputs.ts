// Corpus and semantic IDs as steps.
import { basename, join } from 'node:path';
import { readTableMapping } from '../../data/import/table-mapping.ts';
import { embeddingsPath } from '../../quantizer/quantizer-inputs.ts';
import type { RQ_VAE_SETTINGS } from '../../quantizer/model/rq-vae-config.ts';
import type { GivenOf } from '../../schema/settings.ts';
import type { CodeVersions } from './code-versions.ts';
import { decidingEntries } from './deciding-entries.ts';
import { sharedEmbeddings } from './embeddings-config.ts';
import { locateEmbeddings } from './plan-embeddings.ts';
import { planPage } from './plan-page.ts';
import type { InputLookup } from './input-lookup.ts';
import type { ImportConfig } from './import-config.ts';
import type { PointConfig } from './point-config.ts';
import { EACH_SEED } from './strategy-config.ts';
import type { RqVaeKeys } from './strategy-config.ts';
import { shortHash } from '../../util/hash-file.ts';
import { sortedEntries } from '../../util/sorted-entries.ts';
import { settingsTable } from './step.ts';
import type { Step } from './step.ts';

/** What planning needs to know beside a config. */
export interface PlanPlace extends InputLookup {
  /** Folder of the comparison. */
  readonly out: string;
  /** Of the code: part of what decides a result. */
  readonly code: CodeVersions;
}

/** Folder of a corpus by the comparison's seed. */
export type CorpusBySeed = ReadonlyMap<number, string>;

/**
 * The steps that make the corpora, a list for each, and where they will be; none where the config names a folder. With
 * "each" as `simulate.seed` every seed of the comparison has a world of its own; else all have the same corpus.
 */
export async function planCorpora(
  config: PointConfig,
  place: PlanPlace,
): Promise<{ corpora: CorpusBySeed; steps: readonly (readonly Step[])[] }> {
  const corpora = new Map<number, string>();
  const steps = new Map<string, readonly Step[]>();
  for (const seed of config.seeds) {
    const made = config.corpus === null ? [await planCorpus(config, seed, place)] : [];
    const original = config.corpus ?? made[0].out;
    const list = [...made, ...(await planShuffle(config, original, place))];
    const corpus = list.at(-1)?.out ?? original;
    corpora.set(seed, corpus);
    if (list.length > 0) steps.set(corpus, list);
  }
  return { corpora, steps: [...steps.values()] };
}

async function planCorpus(config: PointConfig, seed: number, place: PlanPlace): Promise<Step> {
  const step = corpusStep(config, seed, '');
  const key = shortHash({
    stage: step.stage,
    settings: await decidingEntries(settingsTable(step.stage), step.settings, place),
    mapped: await hashMapped(config.import, place),
    code: place.code.corpus,
  });
  return { ...step, out: join(place.out, 'prepared', `corpus-${key}`) };
}

/** Hashes of what the mapping of a table names. */
async function hashMapped(
  imported: ImportConfig | null,
  { hash, filesLike }: InputLookup,
): Promise<string[]> {
  if (imported?.set !== 'table' || !imported.settings.mapping) return [];
  const { events, embeddings, categories } = readTableMapping(imported.settings.mapping);
  const named = [...events, embeddings.file, ...(categories?.file ? [categories.file] : [])];
  const files = await Promise.all(named.map(filesLike));
  return Promise.all(files.flat().map(hash));
}

/** The step that shuffles the labels of a corpus, if the config asks for it. */
async function planShuffle(
  { corpus: given, shuffleLabels: seed }: PointConfig,
  corpus: string,
  { out, code, hash }: PlanPlace,
): Promise<Step[]> {
  if (seed === null) return [];
  // A corpus that a step makes is told by its name.
  const key = {
    of: given === null ? basename(corpus) : await hash(given),
    seed,
    code: code.corpus,
  };
  const settings = { corpus, seed };
  const folder = join(out, 'prepared', `corpus-${shortHash(key)}`);
  return [{ stage: 'shuffle-labels', settings, out: folder }];
}

function corpusStep({ simulate, import: imported }: PointConfig, seed: number, out: string): Step {
  if (imported !== null) {
    return { stage: `import ${imported.set}`, settings: imported.settings, out };
  }
  const given = simulate?.seed;
  const settings = { ...simulate, seed: given === EACH_SEED ? seed : given };
  return { stage: 'simulate', settings, out };
}

/** File of semantic IDs by the comparison's seed; undefined where there is none. */
export type SidsBySeed = ReadonlyMap<number, string | undefined>;

/** Semantic IDs of the comparison, and of strategies with a quantizer of their own by name. */
export interface PlannedSids {
  readonly sids: SidsBySeed;
  readonly ownSids: ReadonlyMap<string, SidsBySeed>;
  /** Folder of the page of what the first of them hold; undefined where their catalog is not known. */
  readonly page?: string | undefined;
}

/**
 * The steps that make the semantic IDs of corpora that are there, a list for each RQ-VAE; none where the config names a
 * file. They are of the corpora's own embeddings, or of those that the config names. Each seed of the comparison has its
 * own RQ-VAE; with a number as `rqvae.seed` all have the same, and intervals do not count the codes.
 */
export async function planSids(
  config: PointConfig,
  corpora: CorpusBySeed,
  place: PlanPlace,
): Promise<PlannedSids & { steps: readonly (readonly Step[])[] }> {
  const steps = new Map<string, readonly Step[]>();
  const ofAll = sharedEmbeddings(config.embeddings);
  const plan = async (rqvae: RqVaeKeys, embeddings = ofAll): Promise<SidsBySeed> => {
    const source = embeddings && (await locateEmbeddings(embeddings, place));
    const sids = new Map<number, string>();
    for (const [seed, corpus] of corpora) {
      const given = rqvae.seed ?? EACH_SEED;
      const settings = { ...rqvae, seed: given === EACH_SEED ? seed : given };
      const [train, assign] = await codingSteps(settings, { corpus, embeddings: source }, place);
      steps.set(train.out, [train, assign]);
      sids.set(seed, join(assign.out, 'sids.arrow'));
    }
    return sids;
  };
  const { rqvae } = config;
  const named = new Map([...corpora.keys()].map((seed) => [seed, config.sids ?? undefined]));
  const sids = rqvae === null ? named : await plan(rqvae);
  const ownSids = new Map<string, SidsBySeed>();
  for (const strategy of config.strategies) {
    const own = strategy.rqvae ?? (strategy.embeddings === undefined ? null : rqvae);
    if (own !== null) ownSids.set(strategy.name, await plan(own, strategy.embeddings));
  }
  const lists = [...steps.values()];
  if (lists.length === 0) return { sids, ownSids, page: undefined, steps: lists };
  const [first, ...others] = lists;
  const page = await planPage(config, join(first[1].out, 'sids.arrow'), place);
  return { sids, ownSids, page: page[0]?.out, steps: [[...first, ...page], ...others] };
}

async function codingSteps(
  settings: GivenOf<typeof RQ_VAE_SETTINGS>,
  from: { readonly corpus: string; readonly embeddings: string | null },
  { out, code, hash }: PlanPlace,
): Promise<[train: Step, assign: Step]> {
  const { corpus } = from;
  const source = from.embeddings === null ? { corpus } : { embeddings: from.embeddings };
  const embeddings = await hash(embeddingsPath({ corpus: null, embeddings: null, ...source }));
  // Which items it knows depends on the days' files too.
  const shown = settings.days ? await hash(corpus) : undefined;
  const known = settings.days ? { corpus } : {};
  const key = shortHash({ settings: sortedEntries(settings), embeddings, shown, code: code.codes });
  const rqvae = join(out, 'prepared', `rqvae-${key}`);
  const folder = join(out, 'prepared', `sids-${key}`);
  return [
    { stage: 'train-rqvae', settings: { ...known, ...source, ...settings }, out: rqvae },
    { stage: 'assign', settings: { rqvae, ...source }, out: folder },
  ];
}
