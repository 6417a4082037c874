import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';
import { parseMapConfig } from '../../../src/experiments/map/map-config.ts';
import { configAt } from '../../../src/experiments/map/place-config.ts';
import { gridPlaces } from '../../../src/experiments/map/places.ts';
import { loadConfig } from '../../../src/schema/load-config.ts';

const MAPS = 'configs/maps';
const files = readdirSync(MAPS).filter((name) => name.endsWith('.json'));

test.each(files)('every place of %s is a comparison that can be run', (name) => {
  const config = parseMapConfig(loadConfig(join(MAPS, name)));
  const claims = gridPlaces(config).map(
    (place) => parseCompareConfig(configAt(config, place)).claims,
  );
  expect(claims.length).toBeGreaterThan(4);
  const { refine } = config;
  if (refine !== null) expect(claims[0].map(({ says }) => says)).toContain(refine.claim);
});
