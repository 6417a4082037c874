// The settings of `sid export`.
import { MODEL_NAMES } from '../quantizer/model/model-file.ts';
import { file, folder, oneOf, positiveInt } from '../schema/kinds.ts';
import { severalOf } from '../schema/list-kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';
import { EXPORT_FORMATS } from './export-formats.ts';
import type { ExportFormat } from './export-formats.ts';

const FORMAT_NAMES = Object.keys(EXPORT_FORMATS) as readonly ExportFormat[];

export const EXPORT_SETTINGS = defineSettings({
  run: {
    kind: folder,
    default: null,
    says: 'a ranker: the folder of a sid train-ranker',
  },
  sids: {
    kind: file,
    default: null,
    says: 'or codes: sids.arrow, or the folder of a sid assign',
  },
  rqvae: {
    kind: folder,
    default: null,
    says: 'or codebooks: the folder of a sid train-rqvae',
  },
  format: {
    kind: severalOf(oneOf(FORMAT_NAMES), 'names'),
    default: null,
    otherwise: 'all that there are',
    says: 'formats to write, of those below',
  },
  model: {
    kind: oneOf(MODEL_NAMES),
    default: 'best',
    onlyWith: { rqvae: 'given' },
    says: 'of the codebooks: those of the least validation loss, or of the last epoch',
  },
  day: {
    kind: positiveInt,
    default: null,
    otherwise: 'the last',
    onlyWith: { run: 'given' },
    says: 'the model that a ranker kept after this day',
  },
  examples: {
    kind: positiveInt,
    default: 256,
    onlyWith: { run: 'given' },
    says: 'impressions of that day to write with their probabilities, at most those of a batch',
  },
});
export type ExportSettings = SettingsOf<typeof EXPORT_SETTINGS>;
