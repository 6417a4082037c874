// The code of every family of worlds.
import { evenTree } from './even-tree.ts';
import { drifting } from './drifting.ts';
import type { FamilyName } from './family-settings.ts';
import { hiddenFactors } from './hidden-factors.ts';
import { trends } from './trends.ts';
import { unevenTree } from './uneven-tree.ts';
import type { FamilyCode } from './world-family.ts';

/** By name; what each says and takes stands in family-settings.ts. */
export const FAMILY_CODE: Readonly<Record<FamilyName, FamilyCode>> = {
  tree: evenTree,
  'hidden-factors': hiddenFactors,
  'uneven-tree': unevenTree,
  drifting,
  trends,
};
