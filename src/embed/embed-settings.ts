// What can be chosen of `sid embed`.
import { file, folder, oneOf } from '../schema/kinds.ts';
import { severalOf } from '../schema/list-kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';
import { PARTS_SETTINGS } from '../parts/parts-settings.ts';
import { ENCODER_NAMES } from './encoder-names.ts';

export const EMBED_SETTINGS = defineSettings({
  items: {
    kind: severalOf(file, 'files'),
    required: true,
    says: 'catalog: Parquet, CSV, JSON lines or Arrow, one row an item',
  },
  columns: {
    kind: file,
    default: null,
    otherwise: 'by usual names',
    says: 'JSON file that says which columns are id, picture, type, title, description, attributes',
  },
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
  ...PARTS_SETTINGS,
});
export type EmbedSettings = SettingsOf<typeof EMBED_SETTINGS>;
