// Corpus and semantic IDs as steps.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../util/errors.ts';
import type { PointConfig } from './point-config.ts';
import { toFlags } from './settings.ts';
import type { Settings } from './settings.ts';
import { shortHash } from './short-hash.ts';
import type { Step } from './step.ts';

/** What planning needs to know beside a config. */
export interface PlanPlace {
  /** Folder of the comparison. */
  readonly out: string;
  /** Version of sid: part of what decides a result. */
  readonly version: string;
  /** SHA-256 of a file or folder. */
  readonly hash: (path: string) => Promise<string>;
}

/** The step that makes the corpus, and where it will be; no step where the config names a folder. */
export async function planCorpus(
  config: PointConfig,
  { out, version, hash }: PlanPlace,
): Promise<{ corpus: string; step: Step | undefined }> {
  if (config.corpus !== undefined) return { corpus: config.corpus, step: undefined };
  const { set, ...flags } = config.import ?? { ...config.simulate, set: undefined };
  if (config.import !== undefined && typeof set !== 'string') {
    throw new UserError('"import.set" is missing; give the name of a data set');
  }
  const command = typeof set === 'string' ? ['import', set] : ['simulate'];
  const key = { command, flags, files: await hashFiles(flags, hash), version };
  const corpus = join(out, 'prepared', `corpus-${shortHash(key)}`);
  const words = [...command, ...toFlags(flags), '--out', corpus];
  return { corpus, step: { words, folder: corpus, finishedFile: 'corpus.json' } };
}

/** Value of `rqvae.seed` that trains an RQ-VAE for each seed of the comparison, with that seed; the default. */
const EACH_SEED = 'each';

/** File of semantic IDs by the comparison's seed; undefined where there is none. */
export type SidsBySeed = ReadonlyMap<number, string | undefined>;

/**
 * The steps that make the semantic IDs of a corpus that is there; none where the config names a file. Each seed of the
 * comparison has its own RQ-VAE; with a number as `rqvae.seed` all have the same, and intervals do not count the codes.
 */
export async function planSids(
  config: PointConfig,
  corpus: string,
  place: PlanPlace,
): Promise<{ sids: SidsBySeed; steps: Step[] }> {
  const { rqvae, seeds } = config;
  const sids = new Map<number, string | undefined>();
  if (rqvae === undefined) {
    for (const seed of seeds) sids.set(seed, config.sids);
    return { sids, steps: [] };
  }
  const embeddings = await place.hash(join(corpus, 'embeddings.arrow'));
  const steps = new Map<string, Step>();
  for (const seed of seeds) {
    const flags = (rqvae.seed ?? EACH_SEED) === EACH_SEED ? { ...rqvae, seed } : rqvae;
    const [train, assign] = codingSteps(flags, corpus, embeddings, place);
    for (const step of [train, assign]) steps.set(step.folder, step);
    sids.set(seed, join(assign.folder, 'sids.arrow'));
  }
  return { sids, steps: [...steps.values()] };
}

function codingSteps(
  flags: Settings,
  corpus: string,
  embeddings: string,
  { out, version }: PlanPlace,
): [train: Step, assign: Step] {
  const key = shortHash({ flags, embeddings, version });
  const rqvae = join(out, 'prepared', `rqvae-${key}`);
  const folder = join(out, 'prepared', `sids-${key}`);
  const train = ['train-rqvae', '--corpus', corpus, ...toFlags(flags), '--out', rqvae];
  const assign = ['assign', '--rqvae', rqvae, '--corpus', corpus, '--out', folder];
  return [
    { words: train, folder: rqvae, finishedFile: 'run.json' },
    { words: assign, folder, finishedFile: 'run.json' },
  ];
}

async function hashFiles(flags: Settings, hash: PlanPlace['hash']): Promise<string[]> {
  const paths = Object.values(flags).filter(
    (value): value is string => typeof value === 'string' && existsSync(value),
  );
  return Promise.all(paths.map(hash));
}
