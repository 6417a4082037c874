// What can be exported, in which formats.

/** A format's row in the tables. */
interface FormatRow {
  /** What it writes, for help texts. */
  readonly says: string;
}

/** Formats of codes. A new one is a row here and one in `CODE_WRITERS` (codes/write-codes.ts). */
export const CODE_FORMATS = {
  parquet: { says: 'codes as a list and a column for each level, tokens as a text' },
  csv: { says: 'codes: a column for each level, tokens as a text' },
  json: { says: 'codes: {"item": ["<a_3>", "<b_9>"]}, as LC-Rec and MiniOneRec have it' },
  safetensors: { says: 'codes as a tensor; a ranker as a folder for PyTorch, with the module' },
} satisfies Record<string, FormatRow>;
export type CodeFormat = keyof typeof CODE_FORMATS;

/** Formats of a ranker: one, so far. */
type RankerFormat = 'safetensors';

/** All formats by name, for help texts. */
export const EXPORT_FORMATS = { ...CODE_FORMATS } satisfies Record<string, FormatRow>;
export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** What can be exported, and in which formats. */
export const FORMATS_OF = {
  codes: Object.keys(CODE_FORMATS) as readonly CodeFormat[],
  ranker: ['safetensors'] as readonly RankerFormat[],
} as const satisfies Record<string, readonly ExportFormat[]>;
export type Exportable = keyof typeof FORMATS_OF;
