// Semantic IDs that are out already: what new ones are appended to, and what is checked.
import { readSemanticIds } from '../../artifacts/semantic-ids.ts';
import type { SemanticIds } from '../../artifacts/semantic-ids.ts';
import { PLAIN_MAKING } from '../../artifacts/sids-making.ts';
import type { CollisionPolicy, CollisionRules, SidsMaking } from '../../artifacts/sids-making.ts';
import { setting, UserError } from '../../util/errors.ts';
import { hashFile } from '../../util/hash-file.ts';

/** A file of semantic IDs, and what it says of itself. */
export interface PublishedSids {
  readonly path: string;
  readonly sids: SemanticIds;
  readonly making: SidsMaking;
  /** SHA-256 of the file. */
  readonly hash: string;
}

export async function readPublishedSids(path: string): Promise<PublishedSids> {
  const sids = await readSemanticIds(path);
  return { path, sids, making: sids.making ?? PLAIN_MAKING, hash: await hashFile(path) };
}

/** How a file grew: the parts of its rows, first to last. */
export function partsOf({ making, sids }: PublishedSids): SidsMaking['earlier'] {
  const items = making.earlier.reduce((left, part) => left - part.items, sids.itemIds.length);
  return [...making.earlier, { items, embeddings: making.embeddings }];
}

/** The rules as they are given; null: not. */
export interface GivenRules {
  readonly collisions: CollisionPolicy | null;
  readonly capacity: number | null;
  readonly shareDuplicates: boolean;
  readonly beam: number | null;
}

/**
 * The rules by which items are coded: those given, or those of the file that is appended to.
 *
 * @throws UserError where one is another than the file's
 */
export function rulesOf(given: GivenRules, published: PublishedSids | null): CollisionRules {
  const { making, path } = published ?? { making: PLAIN_MAKING, path: '' };
  if (published !== null) {
    const differing = (['collisions', 'capacity', 'beam'] as const).find(
      (key) => given[key] !== null && given[key] !== making[key],
    );
    const key = given.shareDuplicates && !making.shareDuplicates ? 'shareDuplicates' : differing;
    if (key !== undefined) {
      throw new UserError(
        `${path} was made with ${setting(key)} ${String(making[key])}, and goes on so; leave ${setting(key)} out`,
      );
    }
    const { collisions, capacity, shareDuplicates, beam } = making;
    return { collisions, capacity, shareDuplicates, beam };
  }
  const collisions = given.collisions ?? making.collisions;
  const isKept = collisions === 'keep';
  return {
    collisions,
    capacity: isKept ? null : given.capacity,
    shareDuplicates: given.shareDuplicates && !isKept,
    beam: given.beam ?? making.beam,
  };
}
