// The settings of `sid import codes`.
import { file, positiveInt, text } from '../../schema/kinds.ts';
import { names, widths } from '../../schema/list-kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import type { SettingsOf } from '../../schema/settings.ts';

export const IMPORT_CODES_SETTINGS = defineSettings({
  codes: {
    kind: file,
    required: true,
    says:
      'Parquet, CSV, JSON lines or Arrow with ids and codes, a JSON index like {"item": ["<a_3>", "<b_9>"]}, or ' +
      'codes.safetensors of sid export',
  },
  id: {
    kind: text,
    default: null,
    otherwise: 'a usual name',
    says: 'column with the ids of the items',
  },
  columns: {
    kind: names,
    default: null,
    otherwise: 'a usual name',
    says: 'column with the codes (a list, or a text like "<a_3><b_9>"), or a column for each level',
  },
  levels: {
    kind: positiveInt,
    default: null,
    otherwise: 'all',
    symbol: 'L',
    says: 'levels to take, the first of those that are there',
  },
  codebookSizes: {
    kind: widths,
    default: null,
    otherwise: 'the highest code of each level and one',
    says: 'codes of each level, like 256,64,64; one number for all levels',
  },
});
export type ImportCodesSettings = SettingsOf<typeof IMPORT_CODES_SETTINGS>;
