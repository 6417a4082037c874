// The family "hidden-factors": content shows a part of what makes a click, the dial contentSignal from 0 to 1.
import { gatherRows } from '../../../util/gather-rows.ts';
import { groupVariance } from '../group-variance.ts';
import { Growable } from '../../../util/growable.ts';
import { standardizeOverItems } from '../standardize.ts';
import { drawTaste, TASTE_WIDTH, tasteOf } from '../taste.ts';
import { percentFact } from '../world-fact.ts';
import { familySettings } from './family-settings.ts';
import type { FamilyCode } from './world-family.ts';

/**
 * With s the content signal, what users like in an item is sqrt(s) of its leaf's vector plus sqrt(1 - s) of one of its
 * own, and the clusters' quality likewise; the spread over items is the same at every s. Its own are factors that no content
 * shows: a new item must be learned from its clicks. Taste is a dot product still.
 *
 * At 0 the log is independent of content, in every respect: a copy shares its original's content alone, not its life,
 * popularity, taste or quality, and clusters have no part in the drift of popularity. Any order of the items' content is
 * then as likely as any other, so semantic IDs and the same ones shuffled among items do equally well in expectation.
 *
 * Breaks what semantic IDs assume, that items of like content are clicked alike.
 */
export const hiddenFactors: FamilyCode = {
  contentTies: (config) => ({
    copiesShareLives: false,
    clusterDrift: familySettings('hidden-factors', config).contentSignal,
  }),
  create({ config, tree, catalog, rng }) {
    const { contentSignal } = familySettings('hidden-factors', config);
    const [shown, hidden] = [Math.sqrt(contentSignal), Math.sqrt(1 - contentSignal)];
    const { users_VW, leaves_CW } = drawTaste({ config, tree, rng });
    const ofLeaf = tree.drawLeafVectors(1, rng.structure.split('leaf-quality'));
    for (const each of [leaves_CW, ofLeaf]) standardizeOverItems(each, tree.leafShares);
    const vectors = new Growable(new Float32Array(0));
    const quality = new Growable(new Float32Array(0));
    const ownVectors = rng.split('taste').population.split('items');
    const ownQuality = rng.population.split('item-quality');
    const addItems = (): void => {
      for (let item = quality.length; item < catalog.numItems; item++) {
        const leaf = catalog.leaf.values[item];
        for (let w = 0; w < TASTE_WIDTH; w++) {
          vectors.push(shown * leaves_CW[leaf * TASTE_WIDTH + w] + hidden * ownVectors.normal());
        }
        const beside = shown * ofLeaf[leaf] + hidden * ownQuality.normal();
        quality.push(catalog.quality.values[item] + config.clusterSpread * beside);
      }
    };
    addItems();
    return {
      taste: (user, item) => tasteOf(users_VW, user, vectors.values, item),
      quality: (item) => quality.values[item],
      advance: addItems,
      facts(itemsShown) {
        const leaves = itemsShown.map((item) => catalog.leaf.values[item]);
        const explained = (values: Float32Array, width: number): number => {
          const rows = gatherRows(values, width, itemsShown);
          const { within, total } = groupVariance(rows, width, leaves);
          return 100 * (1 - within / total);
        };
        const { clusterSpread, qualitySpread } = config;
        const all = clusterSpread ** 2 + qualitySpread ** 2;
        return [
          percentFact(
            'variance of what users like in items that content explains',
            100 * contentSignal,
            explained(vectors.values, TASTE_WIDTH),
          ),
          percentFact(
            "variance of items' quality that content explains",
            (100 * contentSignal * clusterSpread ** 2) / all,
            explained(quality.values, 1),
          ),
        ];
      },
    };
  },
};
