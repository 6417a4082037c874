// The embeddings that semantic IDs were made from.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { corpusPath } from '../artifacts/corpus.ts';
import { assignRecord } from '../records/assign-record.ts';
import { openRecord, readRecord } from '../records/run-record.ts';

/** What the record beside the codes names, where it is of `sid assign` and the file is there; else the corpus's. */
export function embeddingsOfCodes(sids: string, corpus: string): string {
  const folder = dirname(sids);
  if (existsSync(join(folder, 'run.json')) && openRecord(folder).command === 'assign') {
    const { embeddings } = readRecord(assignRecord, folder).config;
    if (existsSync(embeddings)) return embeddings;
  }
  return corpusPath(corpus, 'embeddings.arrow');
}
