// Histories begin with the clicks from before the log.
import { corpusPath } from '../artifacts/corpus.ts';
import { readPriorClicks } from '../artifacts/prior-clicks.ts';
import { UserError } from '../util/errors.ts';
import type { ClickHistory } from './click-history.ts';
import type { OpenCorpus } from './open-corpus.ts';

/**
 * Appends what users clicked before the log, if the corpus has it; before any click of the log.
 *
 * @throws UserError naming file and row where a click is not valid
 */
export async function addPriorClicks(
  { folder, info }: OpenCorpus,
  history: ClickHistory,
): Promise<void> {
  if (info.numPriorClicks === undefined || history.length === 0) return;
  const path = corpusPath(folder, 'prior-clicks.arrow');
  let row = 0;
  let lastUser = 0;
  let lastMs = -Infinity;
  for await (const { userIndex, itemIndex, timeMs } of readPriorClicks(path)) {
    for (let i = 0; i < userIndex.length; i++) {
      row += 1;
      const fail = (fault: string): never => {
        throw new UserError(`${path}, row ${row}: ${fault}; make the corpus again`);
      };
      const user = userIndex[i];
      const item = itemIndex[i];
      if (!(user >= 0 && user < info.numUsers)) {
        fail(`user_index ${user} is outside the corpus's ${info.numUsers} users`);
      }
      if (!(item >= 0 && item < info.numItems)) {
        fail(`item_index ${item} is outside the corpus's ${info.numItems} items`);
      }
      if (user < lastUser) fail(`user_index ${user} is below that of the row above`);
      if (user === lastUser && timeMs[i] < lastMs) {
        fail('the time is before that of the row above, of the same user');
      }
      lastUser = user;
      lastMs = timeMs[i];
      history.append(user, item, timeMs[i]);
    }
  }
  if (row !== info.numPriorClicks) {
    throw new UserError(
      `${path} has ${row} rows, corpus.json says ${info.numPriorClicks}; make the corpus again`,
    );
  }
}
