// The mark of verdicts that do not survive the correction for many claims.
import type { ClaimResult } from './compare-record.ts';

/** Decided by itself, and undecided among as many. */
export function isMarked({
  verdict,
  verdict_holm,
}: Pick<ClaimResult, 'verdict' | 'verdict_holm'>): boolean {
  return verdict !== verdict_holm;
}

/** Under a table of claims in which a verdict bears it. */
export const HOLM_MARK =
  '* undecided by Holm’s correction for all claims of this comparison that were judged (p_holm in results.json)';
