// The comparison that is run at a place.
import type { RawConfig } from '../../schema/load-config.ts';
import { setAt } from '../compare/sweep.ts';
import { labelOf } from './map-config.ts';
import type { MapConfig } from './map-config.ts';
import { describePlace } from './places.ts';
import type { Place } from './places.ts';

/** The comparison's config at a place. */
export function configAt({ axes, compare, title }: MapConfig, place: Place): RawConfig {
  let config: RawConfig = { ...compare, title: `${title}: ${describePlace(place)}` };
  for (const axis of axes) {
    const label = place[axis.name];
    const value = axis.values.find((each) => labelOf(each) === label);
    if (typeof value === 'object') {
      for (const [path, set] of Object.entries(value.set))
        config = setAt(config, path.split('.'), set);
      continue;
    }
    const number = Number(label);
    for (const [path, times] of Object.entries(axis.sets)) {
      const plain = Number.isFinite(number) && typeof value !== 'string' ? number : label;
      const set = times === null || typeof plain === 'string' ? plain : Math.round(plain * times);
      config = setAt(config, path.split('.'), set);
    }
  }
  return config;
}
