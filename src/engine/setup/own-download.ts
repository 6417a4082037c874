// What tfjs-node's install script does.
import { existsSync, readdirSync, rmSync, statSync, unlinkSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgressListener } from '../../util/progress.ts';
import { explainFault } from '../explain-fault.ts';
import { runProgram } from '../../util/run-program.ts';
import { nativeFault } from './smoke-test.ts';

/** The download is given up when nothing has arrived for so long. */
const SILENCE_LIMIT_MS = 20_000;
const LIMIT_MS = 20 * 60_000;
const BYTES_PER_MB = 1e6;

/**
 * What the package's install script would have done: download TensorFlow's library and a binding for it. They
 * lie in the package's own folder.
 *
 * @returns why it did not work, undefined if it did
 */
export async function ownDownload(
  packageFolder: string,
  onProgress: ProgressListener,
): Promise<string | undefined> {
  const deps = join(packageFolder, 'deps');
  unlinkFolders([deps, join(packageFolder, 'lib')]);
  let bytes = 0;
  let lastNews = Date.now();
  const result = await runProgram(process.execPath, ['scripts/install.js'], {
    folder: packageFolder,
    limitMs: LIMIT_MS,
    onTick: () => {
      const now = folderBytes(deps);
      if (now !== bytes) lastNews = Date.now();
      bytes = now;
      const done = Math.round(bytes / BYTES_PER_MB);
      onProgress({ stage: 'downloading with tfjs-node', done, unit: 'MB' });
    },
    shouldEnd: () => Date.now() - lastNews > SILENCE_LIMIT_MS,
  });
  const fault = result.isDone ? await nativeFault(packageFolder) : explainFault(result.lastLines);
  if (fault !== undefined) rmSync(deps, { recursive: true, force: true });
  return fault;
}

/** The script writes where a link points: never into the cache. */
function unlinkFolders(paths: readonly string[]): void {
  for (const path of paths) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) unlinkSync(path);
  }
}

function folderBytes(path: string): number {
  if (!existsSync(path)) return 0;
  return readdirSync(path, { withFileTypes: true }).reduce((sum, entry) => {
    const inside = join(path, entry.name);
    return sum + (entry.isDirectory() ? folderBytes(inside) : (sizeOf(inside) ?? 0));
  }, 0);
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
