// What of a world its family decides.
import type { Rng } from '../../../util/rng.ts';
import type { Catalog } from '../catalog.ts';
import type { ClusterTree } from '../cluster-tree.ts';
import type { TreeShape } from '../tree-shape.ts';
import type { WorldConfig } from '../world-config.ts';
import type { WorldFact } from '../world-fact.ts';
import type { WorldRng } from '../world-rng.ts';

/** What makes a click beside the dense features, as it is now. */
export interface WorldFamily {
  /** Logits that this user's taste adds for this item. */
  taste(userIndex: number, itemIndex: number): number;
  /** Logits that the item and its clusters add for everybody. */
  quality(itemIndex: number): number;
  /** By how much the log popularity of a leaf's items is above its own; nothing where not given. */
  heat?(leaf: number): number;
  /** Moves on to a block; the catalog is there already. */
  advance(block: number): void;
  /** What of this family was asked for, and what was drawn. @param itemsShown items of the log */
  facts(itemsShown: Int32Array): readonly WorldFact[];
}

/** What a family is made from. */
export interface FamilyParts {
  readonly config: WorldConfig;
  readonly tree: ClusterTree;
  readonly catalog: Catalog;
  readonly rng: WorldRng;
}

/** What ties items of one content together in the log, besides clicks. */
export interface ContentTies {
  /** Copies come, peak and go with their originals, are about as popular, and as good. */
  readonly copiesShareLives: boolean;
  /** Of the clusters' part in the drift of popularity, the share that is left to them: 1, or less. */
  readonly clusterDrift: number;
}

/** A family's code; what it is called, says and takes stands in family-settings.ts. */
export interface FamilyCode {
  /** Even, of three levels, where not given. */
  readonly shapeTree?: (config: WorldConfig, rng: Rng) => TreeShape;
  /** All there are, where not given. */
  readonly contentTies?: (config: WorldConfig) => ContentTies;
  readonly create: (parts: FamilyParts) => WorldFamily;
}
