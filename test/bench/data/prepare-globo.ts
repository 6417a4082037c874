import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSemanticIds } from '../../../src/artifacts/semantic-ids.ts';
import { openCorpus } from '../../../src/data/open-corpus.ts';
import { packageFolder } from '../../../src/util/package-folder.ts';
import { Rng } from '../../../src/util/rng.ts';
import { createNestedCodes } from './nested-codes.ts';

const DATA = join(packageFolder(), '..', 'shared', 'data', 'globo');
const [FROM_DAY, TO_DAY] = [1, 2];
const [LEVELS, CODEBOOK_SIZE] = [3, 2048];

export function whyNoGlobo(): string | undefined {
  return existsSync(join(DATA, 'clicks.parquet')) ? undefined : `there is no ${DATA}`;
}

/** Imports some days, gives the items codes, and writes the words of `sid train-ranker`. */
export async function prepareGlobo(folder: string): Promise<void> {
  const corpus = join(folder, 'corpus');
  const files = ['clicks.parquet', 'item_embeddings.parquet'].map((name) => join(DATA, name));
  const words = ['import', 'globo', '--clicks', files[0], '--embeddings', files[1]];
  const program = join(packageFolder(), 'dist', 'bin', 'sid.js');
  const range = `${FROM_DAY}-${TO_DAY}`;
  const { status, stderr } = spawnSync(
    process.execPath,
    [program, ...words, '--days', range, '--out', corpus],
    { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`sid import ended with status ${status}: ${stderr}`);
  const { itemIds } = await openCorpus(corpus);
  const sids = join(folder, 'sids.arrow');
  const codes = createNestedCodes(itemIds.length, LEVELS, CODEBOOK_SIZE, Rng.fromSeed(1));
  await writeSemanticIds(sids, { itemIds, ...codes, quantizer: 'bench' });
  const train = ['train-ranker', '--corpus', corpus, '--sids', sids, '--embed', 'prefix'];
  const sizes = [
    '--days',
    range,
    '--batch-size',
    '2048',
    '--model-width',
    '64',
    '--held-out-share',
    '0',
  ];
  writeFileSync(join(folder, 'command.json'), JSON.stringify([...train, ...sizes]));
}
