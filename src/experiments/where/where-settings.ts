// What `sid where` is asked.
import { file, folder, nonNegativeInt } from '../../schema/kinds.ts';
import { defineSettings } from '../../schema/settings.ts';

export const WHERE_SETTINGS = defineSettings({
  corpus: { kind: folder, required: true, says: 'corpus folder' },
  map: {
    kind: file,
    default: null,
    says: 'map.json of `sid map` that the corpus is placed on; not given: the map that ships with sid',
  },
  seed: {
    kind: nonNegativeInt,
    default: 1,
    says: 'seed of the bootstrap, and of which users and items are looked at where they are many',
  },
});
