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

/** Formats of codebooks. A new one is a row here and one in `CODEBOOK_WRITERS` (codebooks/write-codebooks.ts). */
export const CODEBOOK_FORMATS = {
  parquet: { says: 'codebooks: a row for each vector' },
  safetensors: { says: 'codebooks with all weights, as a folder' },
  faiss: { says: "codebooks: the arrays of faiss's ResidualQuantizer" },
  'residual-vq': { says: "codebooks: the state of vector-quantize-pytorch's ResidualVQ" },
} satisfies Record<string, FormatRow>;
export type CodebookFormat = keyof typeof CODEBOOK_FORMATS;

/** Formats of a ranker: one, so far. */
type RankerFormat = 'safetensors';

/** All formats by name, for help texts. */
export const EXPORT_FORMATS = {
  parquet: {
    says: 'codes as a list, by level and as tokens; codebooks: a row for each vector',
  },
  csv: CODE_FORMATS.csv,
  json: CODE_FORMATS.json,
  safetensors: {
    says: 'codes, codebooks with all weights and a NumPy program, or a ranker for PyTorch',
  },
  faiss: CODEBOOK_FORMATS.faiss,
  'residual-vq': CODEBOOK_FORMATS['residual-vq'],
} satisfies Record<CodeFormat | CodebookFormat | RankerFormat, FormatRow>;
export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** What can be exported, and in which formats. */
export const FORMATS_OF = {
  codes: Object.keys(CODE_FORMATS) as readonly CodeFormat[],
  codebooks: Object.keys(CODEBOOK_FORMATS) as readonly CodebookFormat[],
  ranker: ['safetensors'] as readonly RankerFormat[],
} as const satisfies Record<string, readonly ExportFormat[]>;
export type Exportable = keyof typeof FORMATS_OF;
