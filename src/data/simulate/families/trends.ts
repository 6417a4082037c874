// The family "trends": topics that are hot for some days.
import { BLOCKS_PER_DAY } from '../world-config.ts';
import { evenTree } from './even-tree.ts';
import { familySettings } from './family-settings.ts';
import type { FamilyCode } from './world-family.ts';

/** Of the tree: topics are its middle clusters. */
const TOPIC_LEVEL = 1;

/**
 * The family "tree" with topics that become hot: what each adds to clicks and to log popularity rises and falls as a
 * squared sine over some days. Times between are exponential, so that the same share is hot at any time.
 *
 * Breaks that what was learned stays true, in the way that semantic IDs are made for: what is new is shared by a cluster, so
 * a row for it learns a trend from all its items, those that came today too. A row of an item's own must learn it again.
 */
export const trends: FamilyCode = {
  create(parts) {
    const { config, tree, catalog } = parts;
    const { trendDays, trendShare, trendQuality, trendTraffic } = familySettings('trends', config);
    const base = evenTree.create(parts);
    const rng = parts.rng.structure.split('trends');
    const hot = trendDays * BLOCKS_PER_DAY;
    const drawCold = (): number => (rng.exponential() * hot * (1 - trendShare)) / trendShare;
    const height = new Float64Array(tree.numNodes[TOPIC_LEVEL]);
    /** Block, with its fraction, at which a topic's present or next trend begins. */
    const start = height.map(() =>
      rng.uniform() < trendShare ? -rng.uniform() * hot : drawCold(),
    );
    const seen = { heights: 0, hot: 0, sum: 0, sumOfSquares: 0 };
    const advance = (block: number): void => {
      const middle = block + 0.5;
      start.forEach((since, topic) => {
        let from = since;
        while (from + hot <= middle) from += hot + drawCold();
        start[topic] = from;
        height[topic] = from > middle ? 0 : Math.sin((Math.PI * (middle - from)) / hot) ** 2;
        seen.heights += 1;
        seen.hot += from > middle ? 0 : 1;
        seen.sum += height[topic];
        seen.sumOfSquares += height[topic] ** 2;
      });
    };
    advance(0);
    const heightOf = (leaf: number): number => height[tree.nodeAt(leaf, TOPIC_LEVEL)];
    return {
      taste: (user, item) => base.taste(user, item),
      quality: (item) => base.quality(item) + trendQuality * heightOf(catalog.leaf.values[item]),
      heat: (leaf) => trendTraffic * heightOf(leaf),
      advance,
      facts() {
        const mean = seen.sum / seen.heights;
        const deviation = Math.sqrt(seen.sumOfSquares / seen.heights - mean ** 2);
        // Of a squared sine the mean is 1/2, that of its square 3/8.
        const wanted = Math.sqrt((3 / 8) * trendShare - (trendShare / 2) ** 2);
        const size = Math.abs(trendQuality);
        return [
          {
            fact: 'topics that are hot at any one time',
            unit: '%',
            wanted: 100 * trendShare,
            drawn: (100 * seen.hot) / seen.heights,
          },
          {
            fact: 'what trends add to clicks, deviation over topics and time',
            unit: 'logits',
            wanted: size * wanted,
            drawn: size * deviation,
          },
        ];
      },
    };
  },
};
