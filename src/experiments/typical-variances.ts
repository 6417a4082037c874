// How far chance moves a gain, as measured on some logs.
import type { PilotVariance } from '../metrics/detection-power.ts';

/** A gain in NE over a baseline whose variance has been measured; percent. */
export interface TypicalVariance extends PilotVariance {
  readonly name: string;
  /** Where and how it was measured. */
  readonly source: string;
  readonly impressions: number;
}

const GIFT_SHOP = 'configs/quickstart.json, the shipped corpus, day 21, 5 seeds';
const SMALL_WORLD =
  'npm run coverage: populations of a simulated world of 500 items, day 5, 2 seeds, mean of 200';

/** What `sid power` takes for a pilot where none is given. */
export const TYPICAL_VARIANCES: readonly TypicalVariance[] = [
  {
    name: 'gift shop, prefix over random',
    source: GIFT_SHOP,
    impressions: 23_465,
    ofSeed: 0.0495,
    usersAndItems: 0.0457,
    degreesOfFreedom: 45.5,
  },
  {
    name: 'gift shop, individual over random',
    source: GIFT_SHOP,
    impressions: 23_465,
    ofSeed: 0.019,
    usersAndItems: 0.00898,
    degreesOfFreedom: 90.3,
  },
  {
    name: 'small simulated world, prefix over random',
    source: SMALL_WORLD,
    impressions: 8_000,
    ofSeed: 0.426,
    usersAndItems: 0.483,
    degreesOfFreedom: 40,
  },
  {
    name: 'small simulated world, individual over random',
    source: SMALL_WORLD,
    impressions: 8_000,
    ofSeed: 0.251,
    usersAndItems: 0.429,
    degreesOfFreedom: 40,
  },
];
