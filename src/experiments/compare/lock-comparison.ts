// The output folder of a comparison, for one process at a time.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { explainWriteError } from '../../util/atomic-output.ts';
import { ownerOf, unlockFolder } from '../../util/folder-lock.ts';
import { setting, UserError } from '../../util/errors.ts';
import { isPartialName, sweepPartialsIn } from '../../util/partial-files.ts';
import { lockWhenFree } from '../lock-when-free.ts';

/**
 * Takes an output folder that several runs add to, for this process alone, and sweeps up what dead ones left in it.
 *
 * @param wait for another process, in seconds; `lockWhenFree`'s where not given
 * @returns what gives it free again
 * @throws UserError if another process goes on working in it, or if it holds anything but a comparison
 */
export async function lockComparison(
  folder: string,
  say: (line: string) => void,
  wait?: number,
): Promise<() => void> {
  try {
    mkdirSync(folder, { recursive: true });
    assertIsComparison(folder);
  } catch (error) {
    throw explainWriteError(error, folder);
  }
  await lockWhenFree(folder, say, wait);
  sweep(folder);
  return () => {
    sweep(folder);
    unlockFolder(folder);
  };
}

function assertIsComparison(folder: string): void {
  const names = readdirSync(folder).filter((name) => !isPartialName(name));
  const isOurs = ['trials', 'prepared', 'results.json'].some((name) => names.includes(name));
  if (names.length > 0 && !isOurs) {
    throw new UserError(
      `${folder} holds something else than a comparison; choose another ${setting('out')}`,
    );
  }
}

/** Also folders that a finished step was worked in: no step is done twice. */
function sweep(folder: string): void {
  sweepPartialsIn(folder);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const [, whole] = /^(.*)\.partial$/.exec(join(entry.parentPath, entry.name)) ?? [];
    if (whole === undefined || !existsSync(join(whole, 'run.json'))) continue;
    if (ownerOf(`${whole}.partial`) === undefined) {
      rmSync(`${whole}.partial`, { force: true, recursive: true });
    }
  }
}
