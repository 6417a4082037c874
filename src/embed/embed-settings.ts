// What can be chosen of `sid embed`.
import { CATALOG_SETTINGS } from '../data/catalog/catalog-settings.ts';
import { PICTURE_SETTINGS } from '../pictures/picture-settings.ts';
import { onlyWith, onlyWithAny } from '../schema/change-settings.ts';
import { folder, oneOf, positiveInt } from '../schema/kinds.ts';
import { defineSettings, pickSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';
import { PARTS_SETTINGS } from '../parts/parts-settings.ts';
import { CLIP_READERS, ENCODER_NAMES, READERS } from './encoder-names.ts';
import { SOURCE_SETTINGS } from './source-settings.ts';

export const EMBED_SETTINGS = defineSettings({
  ...CATALOG_SETTINGS,
  encoder: { kind: oneOf(ENCODER_NAMES), default: 'text', says: 'what makes the vectors' },
  textModel: {
    kind: folder,
    default: null,
    says: "text model as on Hugging Face's hub: tokenizer.json, onnx/model.onnx",
  },
  pictureModel: {
    kind: folder,
    default: null,
    says: 'picture model: onnx/model.onnx, preprocessor_config.json',
  },
  clip: {
    kind: folder,
    default: null,
    says: 'CLIP, or its vision encoder with a BERT: config.json, model.safetensors, tokenizer.json, preprocessor_config.json',
  },
  dual: {
    kind: folder,
    default: null,
    says: 'a pair like CLIP: onnx/vision_model.onnx, onnx/text_model.onnx, tokenizer.json',
  },
  threads: {
    kind: positiveInt,
    default: 1,
    onlyWith: { encoder: CLIP_READERS },
    says: 'threads of CLIP: another number gives other last digits, so no machine changes it',
  },
  ...onlyWith(pickSettings(SOURCE_SETTINGS, ['boxes']), { encoder: READERS.picture }),
  ...onlyWith(pickSettings(SOURCE_SETTINGS, ['texts']), { encoder: READERS.text }),
  // What describes items looks at their pictures too.
  ...onlyWithAny(PICTURE_SETTINGS, [{ encoder: READERS.picture }, { endpoint: 'given' }]),
  ...PARTS_SETTINGS,
});
export type EmbedSettings = SettingsOf<typeof EMBED_SETTINGS>;
