// Whether an id stands twice among any number of them.
import { concat } from '../../util/concat.ts';
import { UserError } from '../../util/errors.ts';
import { hashId } from '../../util/hash.ts';

type IdBatch = readonly (number | string)[];

/** Looks at ids as they go by; 8 bytes of each are kept. */
export interface IdCheck {
  add(ids: IdBatch): void;
  /**
   * Once all went by.
   *
   * @param again the same ids, which are asked for only where two may be one
   * @throws UserError naming the first row whose id stands in another before
   */
  finish(again: () => AsyncIterable<IdBatch>): Promise<void>;
}

/** @param path for messages */
export function createIdCheck(path: string): IdCheck {
  const parts: Float64Array[] = [];
  return {
    add(ids) {
      parts.push(Float64Array.from(ids, hashOf));
    },
    async finish(again) {
      const hashes = concat(parts, Float64Array).sort();
      const twice = new Set(hashes.filter((hash, i) => i > 0 && hash === hashes[i - 1]));
      if (twice.size === 0) return;
      const rowOf = new Map<number | string, number>();
      let row = 0;
      for await (const ids of again()) {
        for (const id of ids) {
          row += 1;
          if (!twice.has(hashOf(id))) continue;
          const earlier = rowOf.get(id);
          if (earlier !== undefined) {
            throw new UserError(
              `${path}, row ${row}: item ${id} stands in row ${earlier} too; keep one`,
            );
          }
          rowOf.set(id, row);
        }
      }
    },
  };
}

/** 53 bits. */
function hashOf(id: number | string): number {
  return hashId(id, 1) * 2 ** 21 + (hashId(id, 2) >>> 11);
}
