// Corpus and semantic IDs as steps.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RQ_VAE_SETTINGS } from '../../quantizer/model/rq-vae-config.ts';
import type { GivenOf } from '../../schema/settings.ts';
import type { CodeVersions } from './code-versions.ts';
import { EACH_SEED } from './point-config.ts';
import type { PointConfig } from './point-config.ts';
import { shortHash } from '../../util/hash-file.ts';
import type { Step } from './step.ts';

/** What planning needs to know beside a config. */
export interface PlanPlace {
  /** Folder of the comparison. */
  readonly out: string;
  /** Of the code: part of what decides a result. */
  readonly code: CodeVersions;
  /** SHA-256 of a file or folder. */
  readonly hash: (path: string) => Promise<string>;
}

/** The step that makes the corpus, and where it will be; no step where the config names a folder. */
export async function planCorpus(
  config: PointConfig,
  { out, code, hash }: PlanPlace,
): Promise<{ corpus: string; step: Step | undefined }> {
  if (config.corpus !== null) return { corpus: config.corpus, step: undefined };
  const { stage, settings } = corpusStep(config, '');
  const command = stage.split(' ');
  const key = { command, settings, files: await hashFiles(settings, hash), code: code.corpus };
  const corpus = join(out, 'prepared', `corpus-${shortHash(key)}`);
  return { corpus, step: corpusStep(config, corpus) };
}

function corpusStep({ simulate, import: imported }: PointConfig, out: string): Step {
  if (imported === null) return { stage: 'simulate', settings: simulate ?? {}, out };
  return { stage: `import ${imported.set}`, settings: imported.settings, out };
}

/** File of semantic IDs by the comparison's seed; undefined where there is none. */
export type SidsBySeed = ReadonlyMap<number, string | undefined>;

/**
 * The steps that make the semantic IDs of a corpus that is there, a list for each RQ-VAE; none where the config names a
 * file. Each seed of the comparison has its own RQ-VAE; with a number as `rqvae.seed` all have the same, and intervals do
 * not count the codes.
 */
export async function planSids(
  config: PointConfig,
  corpus: string,
  place: PlanPlace,
): Promise<{ sids: SidsBySeed; steps: readonly (readonly Step[])[] }> {
  const { rqvae, seeds } = config;
  const sids = new Map<number, string | undefined>();
  if (rqvae === null) {
    for (const seed of seeds) sids.set(seed, config.sids ?? undefined);
    return { sids, steps: [] };
  }
  const embeddings = await place.hash(join(corpus, 'embeddings.arrow'));
  const steps = new Map<string, readonly Step[]>();
  for (const seed of seeds) {
    const given = rqvae.seed ?? EACH_SEED;
    const settings = { ...rqvae, seed: given === EACH_SEED ? seed : given };
    const [train, assign] = codingSteps(settings, corpus, embeddings, place);
    steps.set(train.out, [train, assign]);
    sids.set(seed, join(assign.out, 'sids.arrow'));
  }
  return { sids, steps: [...steps.values()] };
}

function codingSteps(
  settings: GivenOf<typeof RQ_VAE_SETTINGS>,
  corpus: string,
  embeddings: string,
  { out, code }: PlanPlace,
): [train: Step, assign: Step] {
  const key = shortHash({ settings, embeddings, code: code.codes });
  const rqvae = join(out, 'prepared', `rqvae-${key}`);
  const folder = join(out, 'prepared', `sids-${key}`);
  return [
    { stage: 'train-rqvae', settings: { corpus, ...settings }, out: rqvae },
    { stage: 'assign', settings: { rqvae, corpus }, out: folder },
  ];
}

async function hashFiles(settings: object, hash: PlanPlace['hash']): Promise<string[]> {
  const paths = Object.values(settings).filter(
    (value): value is string => typeof value === 'string' && existsSync(value),
  );
  return Promise.all(paths.map(hash));
}
