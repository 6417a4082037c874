// The optional packages: which, and where they lie.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../util/package-folder.ts';
import { userCacheFolder } from '../util/user-cache.ts';
import { hashBytes } from '../util/hash-file.ts';

/** What `sid embed` and `sid retrieve` need beyond sid, declared in optional/embed with a lock file of its own. */
export interface EmbedPackages {
  /** Holds package.json and package-lock.json. */
  readonly manifest: string;
  /** In the user's cache: the manifest and node_modules. Named after the lock file, so that versions never mix. */
  readonly folder: string;
}

/** As package.json names them. */
export const EMBED_PACKAGE_NAMES = [
  '@huggingface/tokenizers',
  'onnxruntime-node',
  'openai',
  'sharp',
  'usearch',
] as const;
export type EmbedPackageName = (typeof EMBED_PACKAGE_NAMES)[number];

const HASH_LETTERS = 12;

export function embedPackages(): EmbedPackages {
  const manifest = join(packageFolder(), 'optional', 'embed');
  const lock = readFileSync(join(manifest, 'package-lock.json'));
  const hash = hashBytes(lock).slice(0, HASH_LETTERS);
  const name = `embed-${hash}_${process.platform}-${process.arch}`;
  return { manifest, folder: join(userCacheFolder(), 'packages', name) };
}

/** Whether they lie in the cache; they appear there only when whole. */
export function areInstalled({ folder }: EmbedPackages): boolean {
  return existsSync(join(folder, 'node_modules'));
}
