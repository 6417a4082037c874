// Where what `sid setup` gets is kept for all clones of a user.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `$SID_CACHE_DIR`, else `$XDG_CACHE_HOME/sid`, else `~/.cache/sid`. */
export function userCacheFolder(): string {
  const { SID_CACHE_DIR, XDG_CACHE_HOME } = process.env;
  return SID_CACHE_DIR ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sid');
}
