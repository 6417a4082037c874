// The family "tree": what Zheng 2025 takes for granted, the friendliest world for semantic IDs.
import { drawTaste, tasteOf } from '../taste.ts';
import type { FamilyCode } from './world-family.ts';

/**
 * A taste is the product of a user's vector with a leaf's. As leaf vectors are sums over the path through the tree, a
 * taste is one for the top cluster, plus one for the middle, plus one for the leaf. These vectors are drawn apart from
 * the content embeddings: content says which cluster an item is in, not who likes it.
 *
 * Breaks nothing of what the ranker assumes: taste is a dot product, as in its interaction; content, taste and quality
 * have three levels, as the codes; of what makes a click only `qualitySpread` is an item's own; nothing of it changes.
 */
export const evenTree: FamilyCode = {
  create({ config, tree, catalog, rng }) {
    const { users_VW, leaves_CW } = drawTaste({ config, tree, rng });
    const ofLeaf = tree.drawLeafNumbers(config.clusterSpread, rng.structure.split('leaf-quality'));
    return {
      taste: (user, item) => tasteOf(users_VW, user, leaves_CW, catalog.leaf.values[item]),
      quality: (item) => catalog.quality.values[item] + ofLeaf[catalog.leaf.values[item]],
      advance: () => undefined,
      facts: () => [],
    };
  },
};
