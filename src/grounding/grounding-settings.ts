// What can be chosen of `sid ground`.
import { CATALOG_SETTINGS } from '../data/catalog/catalog-settings.ts';
import { PARTS_SETTINGS } from '../parts/parts-settings.ts';
import { PICTURE_SETTINGS } from '../pictures/picture-settings.ts';
import { flag, folder, fraction, positiveInt } from '../schema/kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';

export const GROUND_SETTINGS = defineSettings({
  ...CATALOG_SETTINGS,
  detector: {
    kind: folder,
    required: true,
    says: 'Grounding DINO: onnx/model.onnx, tokenizer.json, preprocessor_config.json',
  },
  detectorSize: {
    kind: positiveInt,
    default: null,
    otherwise: "the model's own, mostly 800",
    says: 'shorter side of the pictures that the detector sees; 480 takes about a third of the time of 800',
  },
  boxThreshold: {
    kind: fraction,
    default: 0.25,
    says: 'a box counts where its score is above this',
  },
  saveCrops: { kind: flag, default: false, says: 'also write the crops, as JPEG files' },
  ...PICTURE_SETTINGS,
  ...PARTS_SETTINGS,
});
export type GroundSettings = SettingsOf<typeof GROUND_SETTINGS>;
