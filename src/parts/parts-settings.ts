// Settings of all commands that go through a catalog item by item.
import { folder } from '../schema/kinds.ts';
import { severalOf } from '../schema/list-kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import { shardKind } from './shard.ts';

export const PARTS_SETTINGS = defineSettings({
  shard: {
    kind: shardKind,
    default: null,
    otherwise: 'the whole catalog',
    says: 'only this one of so many equal stretches of the catalog',
  },
  known: {
    kind: severalOf(folder, 'dirs'),
    default: null,
    otherwise: 'nothing',
    says: 'earlier outputs, shards too: what they hold of unchanged items is taken over',
  },
});
