// The package's folders point at the cache.
import { existsSync, lstatSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { NativeTarget } from './native-target.ts';

/** The two folders of the package that its native half lies in. */
const FOLDERS = ['lib', 'deps'] as const;

/** Whether the cache holds this native half; it appears there only when whole. */
export function isCached({ cacheFolder }: NativeTarget): boolean {
  return existsSync(join(cacheFolder, 'lib', 'napi-v8', 'tfjs_binding.node'));
}

/** Points the package's `lib` and `deps` at the cache. What was there is replaced. */
export function linkNative({ packageFolder, cacheFolder }: NativeTarget): void {
  for (const name of FOLDERS) {
    const link = join(packageFolder, name);
    // A link by another name first: no moment at which a process that starts finds none.
    const fresh = `${link}.${process.pid}`;
    rmSync(fresh, { force: true });
    symlinkSync(join(cacheFolder, name), fresh, 'junction');
    if (isRealFolder(link)) rmSync(link, { recursive: true });
    renameSync(fresh, link);
  }
}

function isRealFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
