// Who is asked about an item.

/** Giahi 2025, step 2: one writes a text, one judges it, one writes it anew. */
export const ROLES = ['summarizer', 'evaluator', 'refiner'] as const;
export type Role = (typeof ROLES)[number];

/** What the Evaluator answers when a text is good. */
export const STOP = '<STOP>';
