// Waits a while for a folder that another process works in.
import { setTimeout as sleep } from 'node:timers/promises';
import { explainWriteError, linkToNowhere } from '../util/atomic-output.ts';
import { lockFolder } from '../util/folder-lock.ts';
import type { Owner } from '../util/folder-lock.ts';
import { setting, systemErrorCode, UserError } from '../util/errors.ts';
import { pidOf, stateOf } from '../util/process-mark.ts';

/** How long another process may still work in a folder: one whose parent has died is about to end. */
export const WAIT_SECONDS = 10;

const POLL_MS = 100;

/** A folder that is given another name as often as this cannot be made: a part of its path is a link to nowhere. */
const MOST_MOVES = 5;

/**
 * Claims a folder for this process. Where another works in it, says so and waits; where that has died, takes it over.
 *
 * @throws UserError if the other still works in it when the time is up, or the folder cannot be made
 */
export async function lockWhenFree(
  folder: string,
  say: (line: string) => void,
  waitSeconds = WAIT_SECONDS,
): Promise<void> {
  const polls = Math.ceil((waitSeconds * 1000) / POLL_MS);
  let moves = 0;
  for (let poll = 0; ; poll++) {
    const owner = tryToClaim(folder);
    if (owner === undefined) return;
    if (owner === 'moved' && ++moves > MOST_MOVES) throw linkToNowhere(folder);
    if (owner !== 'moved' && poll === polls) throw inUse(folder, owner);
    if (owner !== 'moved' && poll === 0) {
      say(`process ${pidOf(owner.mark)} works in ${folder}: waiting ${waitSeconds} s at most`);
    }
    await sleep(POLL_MS);
  }
}

/** `moved`: the folder was given another name just now. */
function tryToClaim(folder: string): Owner | 'moved' | undefined {
  try {
    return lockFolder(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 'moved';
    throw explainWriteError(error, folder);
  }
}

function inUse(folder: string, { mark, path }: Owner): UserError {
  if (stateOf(mark) === 'elsewhere') {
    return new UserError(
      `${folder} is in use by process ${pidOf(mark)} of another machine; wait for it, or remove ` +
        `${path} if that has ended`,
    );
  }
  return new UserError(
    `${folder} is in use by process ${pidOf(mark)}; wait for it, or choose another ${setting('out')}`,
  );
}
