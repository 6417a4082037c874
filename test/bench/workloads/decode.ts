import { streamExamples } from '../../../src/data/example-stream.ts';
import { openCorpus } from '../../../src/data/open-corpus.ts';
import type { Workload } from './workload.ts';

/** All days of a corpus into batches with histories, once. */
export function createDecode(folder: string): Workload {
  return {
    async step() {
      const corpus = await openCorpus(folder);
      const options = {
        fromDay: 1,
        toDay: corpus.info.numDays,
        batchSize: 2048,
        historyLength: 50,
      };
      for await (const batch of streamExamples(corpus, options)) if (batch.size === 0) break;
      return NaN;
    },
  };
}
