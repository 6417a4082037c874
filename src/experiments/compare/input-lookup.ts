// What planning looks up of the files and folders that a config names.
import { filesLike } from '../../data/import/source-file.ts';
import { rememberEach } from '../../util/remember-each.ts';
import { createInputHasher } from '../hash-input.ts';

export interface InputLookup {
  /** SHA-256 of a file or folder. */
  readonly hash: (path: string) => Promise<string>;
  /** The files that a path stands for, which may be a pattern. */
  readonly filesLike: (path: string) => Promise<readonly string[]>;
}

/** Looks each up once: what comes or changes while a comparison runs renames nothing of it. */
export function createInputLookup(): InputLookup {
  return { hash: createInputHasher(), filesLike: rememberEach(filesLike) };
}
