// Cluster vectors plus noise; copies.
import { COPY_KINDS } from './catalog.ts';
import type { Catalog } from './catalog.ts';
import type { ClusterTree } from './cluster-tree.ts';
import type { WorldConfig } from './world-config.ts';
import type { WorldRng } from './world-rng.ts';

/** Noise of a near copy beside its original, as a share of the noise that every embedding has. */
const NEAR_COPY_NOISE = 0.2;

/**
 * A content embedding for each item: the vector of its leaf in the cluster tree plus noise of its own. An exact
 * copy has its original's, a near copy nearly.
 *
 * @returns embeddings_ND, flat row-major; the first N items have the same whatever comes after them
 */
export function drawEmbeddings(
  config: Pick<WorldConfig, 'embeddingWidth' | 'embeddingNoise'>,
  catalog: Catalog,
  tree: ClusterTree,
  rng: WorldRng,
): Float32Array {
  const { embeddingWidth: width, embeddingNoise: noise } = config;
  const leaves_CD = tree.drawLeafVectors(width, rng.structure.split('leaves'));
  const embeddings_ND = new Float32Array(catalog.numItems * width);
  const noiseRng = rng.population.split('noise');
  for (let item = 0; item < catalog.numItems; item++) {
    const start = item * width;
    const kind = COPY_KINDS[catalog.copyKind.values[item]];
    if (kind === 'none') {
      const leaf = catalog.leaf.values[item] * width;
      for (let d = 0; d < width; d++) {
        embeddings_ND[start + d] = leaves_CD[leaf + d] + noise * noiseRng.normal();
      }
      continue;
    }
    const original = catalog.copyOf.values[item] * width;
    const extra = kind === 'near' ? NEAR_COPY_NOISE * noise : 0;
    for (let d = 0; d < width; d++) {
      embeddings_ND[start + d] = embeddings_ND[original + d] + (extra && extra * noiseRng.normal());
    }
  }
  return embeddings_ND;
}
