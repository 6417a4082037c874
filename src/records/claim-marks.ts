// The mark of verdicts that do not survive the correction for many claims.

/** Under a table of claims in which a verdict bears it. */
export const HOLM_MARK =
  '* undecided by Holm’s correction for all claims of this comparison that were judged (p_holm in results.json)';
