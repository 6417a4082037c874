// The family "drifting": what users like and how good items are changes day by day.
import type { Catalog } from '../catalog.ts';
import { Growable } from '../../../util/growable.ts';
import { driftOn, keepPerBlock } from '../item-life.ts';
import { drawTaste, TASTE_WIDTH, tasteOf } from '../taste.ts';
import { BLOCKS_PER_DAY } from '../world-config.ts';
import { familySettings } from './family-settings.ts';
import type { FamilyCode } from './world-family.ts';

/** Users whose first taste is kept, to tell how far tastes have drifted. */
const USERS_KEPT = 2000;
const LEAST_ITEMS = 30;

/**
 * The tree of "tree", but users' vectors, items' own quality and clusters' quality each follow an AR(1) process of four
 * steps a day with the same spread at any time. A copy is as good as its original at any time.
 *
 * Breaks what training in one pass and long histories assume, that what was learned stays true: the last days say more
 * than the first, an average over all is wrong for both. Favors what is relearned fast: rows that many items share for
 * the clusters' part, rows of an item's own for its own.
 */
export const drifting: FamilyCode = {
  create({ config, tree, catalog, rng }) {
    const { tasteDriftDays, qualityDriftDays } = familySettings('drifting', config);
    const { users_VW, leaves_CW } = drawTaste({ config, tree, rng });
    const firstUsers_VW = users_VW.slice(0, USERS_KEPT * TASTE_WIDTH);
    const leafRng = rng.structure.split('leaf-quality');
    const drawLeafQuality = (block: number): Float32Array =>
      tree.drawLeafNumbers(config.clusterSpread, leafRng.split(block));
    const ofLeaf = drawLeafQuality(0);
    const quality = new Growable(new Float32Array(0));
    const addItems = (): void => {
      for (let item = quality.length; item < catalog.numItems; item++) {
        quality.push(catalog.quality.values[item]);
      }
    };
    addItems();
    const drift = rng.population.split('drift');
    const [userRng, itemRng] = [drift.split('users'), drift.split('items')];
    const tasteKeep = keepPerBlock(tasteDriftDays);
    const qualityKeep = keepPerBlock(qualityDriftDays);
    let blocks = 0;
    return {
      taste: (user, item) => tasteOf(users_VW, user, leaves_CW, catalog.leaf.values[item]),
      quality: (item) => quality.values[item] + ofLeaf[catalog.leaf.values[item]],
      advance(block) {
        blocks = block;
        const spread = config.tasteSpread / Math.sqrt(TASTE_WIDTH);
        for (let i = 0; i < users_VW.length; i++) {
          users_VW[i] = driftOn(users_VW[i], spread, userRng, tasteKeep);
        }
        const fresh = drawLeafQuality(block);
        const added = Math.sqrt(1 - qualityKeep ** 2);
        fresh.forEach((value, leaf) => {
          ofLeaf[leaf] = qualityKeep * ofLeaf[leaf] + added * value;
        });
        addItems();
        catalog.itemAt.forEach((item, place) => {
          if (catalog.copyOf.values[item] !== item || catalog.isNewAt(place, block)) return;
          quality.values[item] = driftOn(
            quality.values[item],
            config.qualitySpread,
            itemRng,
            qualityKeep,
          );
        });
        for (const item of catalog.itemAt) {
          quality.values[item] = quality.values[catalog.copyOf.values[item]];
        }
      },
      facts() {
        const days = blocks / BLOCKS_PER_DAY;
        const fact = (of: string, driftDays: number, drawn: number) => ({
          fact: `${of}, with itself at the start of the log`,
          unit: 'correlation' as const,
          wanted: Math.exp(-days / driftDays),
          drawn,
        });
        const last = users_VW.subarray(0, firstUsers_VW.length);
        const old = oldItems(catalog);
        const [before, after] = [catalog.quality.values, quality.values].map((values) =>
          Float32Array.from(old, (item) => values[item]),
        );
        return [
          fact('taste of users at the end', tasteDriftDays, correlation(firstUsers_VW, last)),
          fact(
            'quality of items that live to the end',
            qualityDriftDays,
            old.length < LEAST_ITEMS ? NaN : correlation(before, after),
          ),
        ];
      },
    };
  },
};

/** Items that were there at the start and are still, copies left out. */
function oldItems(catalog: Catalog): number[] {
  return [...catalog.itemAt].filter(
    (item, place) => catalog.bornAt[place] <= 0 && catalog.copyOf.values[item] === item,
  );
}

/** Of two columns with mean 0. */
function correlation(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, i) => sum + value * y[i], 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
