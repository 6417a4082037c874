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
];
