import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../util/errors.ts';
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

/** The steps that make the semantic IDs of a corpus that is there; none where the config names a file. */
export async function planSids(
  config: PointConfig,
  corpus: string,
  { out, version, hash }: PlanPlace,
): Promise<{ sids: string | undefined; steps: Step[] }> {
  if (config.rqvae === undefined) return { sids: config.sids, steps: [] };
  const embeddings = await hash(join(corpus, 'embeddings.arrow'));
  const key = shortHash({ flags: config.rqvae, embeddings, version });
  const rqvae = join(out, 'prepared', `rqvae-${key}`);
  const folder = join(out, 'prepared', `sids-${key}`);
  const train = ['train-rqvae', '--corpus', corpus, ...toFlags(config.rqvae), '--out', rqvae];
  const assign = ['assign', '--rqvae', rqvae, '--corpus', corpus, '--out', folder];
  return {
    sids: join(folder, 'sids.arrow'),
    steps: [
      { words: train, folder: rqvae, finishedFile: 'run.json' },
      { words: assign, folder, finishedFile: 'run.json' },
    ],
  };
}

async function hashFiles(flags: Settings, hash: PlanPlace['hash']): Promise<string[]> {
  const paths = Object.values(flags).filter(
    (value): value is string => typeof value === 'string' && existsSync(value),
  );
  return Promise.all(paths.map(hash));
}
