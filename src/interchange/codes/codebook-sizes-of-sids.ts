// The size of each level's codebook.
import type { SemanticIds } from '../../artifacts/semantic-ids.ts';

/** K of each level, L of them. */
export function codebookSizesOfSids({ levels, codebookSize }: SemanticIds): readonly number[] {
  return Array.from({ length: levels }, () => codebookSize);
}
