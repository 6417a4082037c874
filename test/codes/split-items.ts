// A data set as files: the items that quantizers learn from, and all of them.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeCheckpoint } from '../../src/artifacts/checkpoint.ts';
import { writeItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import type { ItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { readEmbeddings } from '../../src/data/embeddings/stream-embeddings.ts';
import { gatherRows } from '../../src/util/gather-rows.ts';
import { Rng } from '../../src/util/rng.ts';
import type { DataSet } from './data-sets.ts';
import { runSid } from './run-sid.ts';

/** Embeddings of a data set, and which of its items no quantizer learns from. */
export interface SplitItems {
  readonly all: ItemEmbeddings;
  /** Rows of `all`. */
  readonly fit: Int32Array;
  readonly heldOut: Int32Array;
  /** Arrow files of the one and the other; for other programs both as safetensors, in the folder. */
  readonly fitFile: string;
  readonly allFile: string;
}

/**
 * Reads a data set and writes its files into a folder.
 *
 * @param seed draws which items are held out
 */
export async function splitItems(
  dataSet: DataSet,
  folder: string,
  { heldOutShare, seed }: { readonly heldOutShare: number; readonly seed: number },
): Promise<SplitItems> {
  mkdirSync(folder, { recursive: true });
  const all = await readEmbeddings(dataSet.file ?? simulated(dataSet, join(folder, 'corpus')));
  const { embeddings_ND, width, itemIds } = all;
  const numItems = itemIds.length;
  const order = Rng.fromSeed(seed)
    .split('held out')
    .shuffle(Int32Array.from({ length: numItems }, (_, i) => i));
  const numHeldOut = Math.floor(heldOutShare * numItems);
  const heldOut = order.slice(0, numHeldOut).sort();
  const fit = order.slice(numHeldOut).sort();
  const fit_ND = gatherRows(embeddings_ND, width, fit);
  const [fitFile, allFile] = [join(folder, 'fit.arrow'), join(folder, 'all.arrow')];
  const fitIds = Array.from(fit, (row) => itemIds[row]);
  const packed = fitIds.every((id) => typeof id === 'number')
    ? Float64Array.from(fitIds)
    : fitIds.map(String);
  await writeItemEmbeddings(fitFile, { itemIds: packed, embeddings_ND: fit_ND, width });
  await writeItemEmbeddings(allFile, all);
  const tensors = new Map([
    ['fit', { shape: [fit.length, width], values: fit_ND }],
    ['all', { shape: [numItems, width], values: embeddings_ND }],
  ]);
  await writeCheckpoint(join(folder, 'items.safetensors'), { tensors, metadata: {} });
  return { all, fit, heldOut, fitFile, allFile };
}

function simulated({ simulate = [] }: DataSet, corpus: string): string {
  const file = join(corpus, 'embeddings.arrow');
  if (!existsSync(file)) runSid(['simulate', ...simulate, '--out', corpus]);
  return file;
}
