// Where pictures may come from, for every command that reads them.
import { flag, folder, positiveInt } from '../schema/kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';

const DOWNLOADED = { allowDownload: 'given' } as const;

export const PICTURE_SETTINGS = defineSettings({
  allowDownload: {
    kind: flag,
    default: false,
    says: 'get pictures whose column holds an http or https URL',
  },
  allowPrivateAddresses: {
    kind: flag,
    default: false,
    onlyWith: DOWNLOADED,
    decides: false,
    says: 'also from this machine and its own network, which are refused otherwise',
  },
  pictureCache: {
    kind: folder,
    default: null,
    otherwise: 'none is kept',
    onlyWith: DOWNLOADED,
    decides: false,
    says: 'folder that keeps downloaded pictures for other runs; what it has is not downloaded again',
  },
  pictureMb: {
    kind: positiveInt,
    default: 50,
    says: 'largest picture file in MB, of a path or a URL; a larger one is not read',
  },
  downloadSeconds: {
    kind: positiveInt,
    default: 30,
    onlyWith: DOWNLOADED,
    decides: false,
    says: 'most time for one try to download a picture',
  },
});
export type PictureSettings = SettingsOf<typeof PICTURE_SETTINGS>;
