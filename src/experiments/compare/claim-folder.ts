// One process at a time in an output folder.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode, UserError } from '../../util/errors.ts';
import { explainWriteError } from '../../util/atomic-output.ts';

const LOCK = 'compare.lock';

/**
 * Takes an output folder that several runs add to, for one process at a time.
 *
 * @returns what gives it free again
 * @throws UserError if another process works in it, or if it holds anything but a comparison
 */
export function claimFolder(folder: string): () => void {
  const lock = join(folder, LOCK);
  try {
    mkdirSync(folder, { recursive: true });
    assertIsComparison(folder);
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw explainWriteError(error, folder);
    const owner = Number(readFileSync(lock, 'utf8'));
    if (isAlive(owner)) {
      throw new UserError(
        `${folder} is in use by process ${owner}; wait for it, or choose another --out`,
      );
    }
    writeFileSync(lock, String(process.pid));
  }
  return () => {
    rmSync(lock, { force: true });
  };
}

function assertIsComparison(folder: string): void {
  const names = readdirSync(folder);
  const isOurs = ['trials', 'prepared', 'results.json', LOCK].some((name) => names.includes(name));
  if (names.length > 0 && !isOurs) {
    throw new UserError(`${folder} holds something else than a comparison; choose another --out`);
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
