// What `sid verify` prints.
import type { PublishedSids } from '../../quantizer/code/published-sids.ts';
import type { DifferingItem, SidsCheck } from '../../quantizer/code/verify-sids.ts';
import { formatCount } from '../../util/format-count.ts';
import { plural } from '../../util/plural.ts';

/** A model's file, and the hash that the codes' file has. */
export interface VerifiedModel {
  readonly path: string;
  readonly sha256: string;
  readonly recorded: string;
}

export interface Verified {
  readonly published: PublishedSids;
  readonly check: SidsCheck;
  readonly model: VerifiedModel;
  readonly embeddings: readonly {
    readonly path: string;
    readonly sha256: string;
    /** Whether it is one that the codes were made from; null: that is not known. */
    readonly isRecorded: boolean | null;
  }[];
}

/** Examples of each kind. */
const MOST_SHOWN = 5;

export function verifiedToJson(verified: Verified) {
  const { published, check, model, embeddings } = verified;
  const { differing, missing, extra, compared } = check;
  const { sids, making } = published;
  return {
    equal: faultOf(verified) === undefined,
    items: sids.itemIds.length,
    compared,
    differing: differing.length,
    near_ties: differing.filter(({ isNearTie }) => isNearTie).length,
    first_difference_by_level: countByLevel(differing, sids.levels),
    examples: differing.slice(0, MOST_SHOWN).map((each) => ({
      ...{ item_id: each.itemId, level: each.level },
      ...{ published: [...each.published], now: [...each.now] },
      ...{ squared_distances: each.distances, near_tie: each.isNearTie },
    })),
    missing: missing.length,
    missing_examples: missing.slice(0, MOST_SHOWN),
    extra: extra.length,
    extra_examples: extra.slice(0, MOST_SHOWN),
    collisions: making.collisions,
    model: { path: model.path, sha256: model.sha256, recorded_sha256: model.recorded },
    embeddings: embeddings.map(({ path, sha256, isRecorded }) => ({
      ...{ path, sha256, recorded: isRecorded },
    })),
  };
}

function countByLevel(differing: readonly DifferingItem[], levels: number): number[] {
  return Array.from(
    { length: levels },
    (_, i) => differing.filter(({ level }) => level === i + 1).length,
  );
}

/** What was compared, and the first items that differ. */
export function describeVerified(verified: Verified): string {
  const { published, check, model, embeddings } = verified;
  const { differing, compared } = check;
  const { levels } = published.sids;
  if (compared === 0) return '';
  if (differing.length === 0) {
    return `${formatCount(compared)} items coded again with ${model.path}: all ${levels} codes of each are equal`;
  }
  const counts = countByLevel(differing, levels).map(
    (count, i) => `${formatCount(count)} from level ${i + 1} on`,
  );
  const lines = differing
    .slice(0, MOST_SHOWN)
    .map(({ itemId, published: before, now, ...each }) => {
      const near = each.isNearTie ? ', a near tie' : '';
      const { distances } = each;
      const far =
        distances === null
          ? ''
          : `  (squared distances ${distances.published.toPrecision(6)} and ${distances.now.toPrecision(6)}${near})`;
      return `  ${itemId}: ${before.join()} published, ${now.join()} now${far}`;
    });
  const rest = differing.length - lines.length;
  return [
    `${formatCount(compared)} items coded again with ${model.path} from ${embeddings.map(({ path }) => path).join(', ')}: ` +
      `${plural(differing.length, 'item')} differ, ${counts.join(', ')}`,
    ...lines,
    ...(rest > 0 ? [`  and ${formatCount(rest)} more`] : []),
  ].join('\n');
}

/** The gravest thing that is not as it was, with what to do; undefined: all is equal. */
export function faultOf({ published, check, model, embeddings }: Verified): string | undefined {
  const { path, sids } = published;
  const { differing, missing, extra } = check;
  const numOther = `${formatCount(differing.length)} of ${plural(check.compared, 'item')}`;
  const files = embeddings.map((each) => each.path).join(', ');
  if (model.sha256 !== model.recorded) {
    return (
      `${path} was made with another model (SHA-256 ${start(model.recorded)}) than ${model.path} (${start(model.sha256)}): ` +
      `${numOther} get other codes; give --rqvae the folder that made it, or assign again`
    );
  }
  if (differing.length > 0) {
    const near = differing.filter(({ isNearTie }) => isNearTie).length;
    return (
      `${path}: ${numOther} get other codes now, ${near === differing.length ? 'all' : formatCount(near)} of them near ties; ` +
      `go on with the codes as they are published, or assign again into another folder`
    );
  }
  if (check.compared === 0) {
    return (
      `${path}: none of its ${plural(sids.itemIds.length, 'item')} is in ${files}: it has ids like ${sids.itemIds[0]}, ` +
      `embeddings have ids like ${extra[0]}; give the files that it was made from`
    );
  }
  if (missing.length > 0) {
    return (
      `${path}: ${plural(missing.length, 'item')} of ${formatCount(sids.itemIds.length)} have no embedding in ${files}, ` +
      `the first ${missing[0]}; give the files that they were made from`
    );
  }
  if (extra.length > 0) {
    return (
      `${path} lacks ${plural(extra.length, 'item')} of ${files}, the first ${extra[0]}; ` +
      `append them: sid assign --append ${path}`
    );
  }
  const other = embeddings.find(({ isRecorded }) => isRecorded === false);
  if (other === undefined) return undefined;
  return (
    `${other.path} (SHA-256 ${start(other.sha256)}) is not the file that ${path} was made from, though all codes are equal; ` +
    `give that file, or assign again from this one`
  );
}

/** The first letters of a hash. */
function start(hash: string): string {
  return hash.slice(0, 12);
}
