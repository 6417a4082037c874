// A property of a world.

/** A property of a world: what is wanted, and what its log and embeddings show. */
export interface WorldFact {
  readonly fact: string;
  readonly unit: FactUnit;
  /** Undefined: nothing in particular. */
  readonly wanted: number | undefined;
  /** NaN where the log is too short or too small to tell. */
  readonly drawn: number;
}

/** A share. */
export function percentFact(fact: string, wanted: number, drawn: number): WorldFact {
  return { fact, unit: '%', wanted, drawn };
}

/** Logits: on the scale of clicks; log: of popularity; NE: normalized entropy. */
export const FACT_UNITS = ['%', 'logits', 'log', 'NE', 'items', 'correlation', 'nodes'] as const;
export type FactUnit = (typeof FACT_UNITS)[number];
