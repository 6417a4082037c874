// The settings of `sid export`.
import { file, oneOf } from '../schema/kinds.ts';
import { severalOf } from '../schema/list-kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';
import { EXPORT_FORMATS } from './export-formats.ts';
import type { ExportFormat } from './export-formats.ts';

const FORMAT_NAMES = Object.keys(EXPORT_FORMATS) as readonly ExportFormat[];

export const EXPORT_SETTINGS = defineSettings({
  sids: {
    kind: file,
    default: null,
    says: 'codes: sids.arrow, or the folder of a sid assign',
  },
  format: {
    kind: severalOf(oneOf(FORMAT_NAMES), 'names'),
    default: null,
    otherwise: 'all that there are',
    says: 'formats to write, of those below',
  },
});
export type ExportSettings = SettingsOf<typeof EXPORT_SETTINGS>;
