// The score sheet of a trial's codes.
import { embeddingsOfCodes } from '../embeddings-of-codes.ts';
import { inspectOne } from '../../inspect/inspect-codes.ts';
import { sheetFigures } from '../../inspect/sheet-figures.ts';
import { shuffleCodes } from '../../sid/shuffle-codes.ts';
import { sidsOf } from './analysis-input.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';

/**
 * What `sid inspect` says of the codes that a ranker has: of a ranker with shuffled codes those, shuffled as it had them.
 */
export async function measureScoreSheet(
  input: AnalysisInput,
): Promise<AnalysisResult<'score-sheet'>> {
  const sids = sidsOf(input, 'score-sheet');
  const { run, seed, onProgress, shouldStop } = input;
  const measured = await inspectOne(
    { embeddings: embeddingsOfCodes(sids, input.corpus), sids, seed },
    (codes) => (run?.config.shuffleCodes === true ? shuffleCodes(codes, run.config.seed) : codes),
    { onProgress, shouldStop },
  );
  const { codebook_sizes, semantic_ids } = measured.sheet;
  return { figures: sheetFigures(measured), detail: { codebook_sizes, semantic_ids } };
}
