// A corpus folder, small parts in memory.
import { corpusPath, readCorpusInfo } from '../artifacts/corpus.ts';
import type { CorpusInfo } from '../artifacts/corpus.ts';
import { readIds } from '../artifacts/id-file.ts';
import type { Ids } from '../util/ids.ts';

/** A corpus folder with its small parts in memory; days are streamed. */
export interface OpenCorpus {
  readonly folder: string;
  readonly info: CorpusInfo;
  /** The data set's own ids; the position is the itemIndex of the day files. */
  readonly itemIds: Ids;
}

/** @throws UserError if the folder is no corpus or a file of it is damaged */
export async function openCorpus(folder: string): Promise<OpenCorpus> {
  const info = readCorpusInfo(folder);
  return { folder, info, itemIds: await readIds(corpusPath(folder, 'items.arrow'), 'item_id') };
}
