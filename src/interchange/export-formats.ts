// What can be exported, in which formats.

/** What can be exported. */
export const EXPORTABLES = ['codes', 'codebooks', 'ranker'] as const;
export type Exportable = (typeof EXPORTABLES)[number];

/** A format's row in the table. */
interface FormatRow {
  /** What it writes, for help texts. */
  readonly says: string;
  /** What can be had in it. */
  readonly of: readonly Exportable[];
}

/** A new one is a row here and one in `CODE_WRITERS` (codes/write-codes.ts) or `CODEBOOK_WRITERS` (codebooks/write-codebooks.ts). */
export const EXPORT_FORMATS = {
  parquet: {
    says: 'codes as a list, by level and as tokens; codebooks: a row for each vector',
    of: ['codes', 'codebooks'],
  },
  csv: { says: 'codes: a column for each level, tokens as a text', of: ['codes'] },
  json: {
    says: 'codes: {"item": ["<a_3>", "<b_9>"]}, as LC-Rec and MiniOneRec have it',
    of: ['codes'],
  },
  safetensors: {
    says: 'codes, codebooks with all weights and a NumPy program, or a ranker for PyTorch',
    of: ['codes', 'codebooks', 'ranker'],
  },
  faiss: { says: "codebooks: the arrays of faiss's ResidualQuantizer", of: ['codebooks'] },
  'residual-vq': {
    says: "codebooks: the state of vector-quantize-pytorch's ResidualVQ",
    of: ['codebooks'],
  },
} as const satisfies Record<string, FormatRow>;
export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** The formats of one thing. */
export type FormatOf<E extends Exportable> = {
  [F in ExportFormat]: E extends (typeof EXPORT_FORMATS)[F]['of'][number] ? F : never;
}[ExportFormat];

/** The formats that a thing can be had in, in the order of the table. */
export function formatsOf<E extends Exportable>(what: E): FormatOf<E>[] {
  const names = Object.keys(EXPORT_FORMATS) as ExportFormat[];
  return names.filter((name): name is FormatOf<E> =>
    (EXPORT_FORMATS[name].of as readonly Exportable[]).includes(what),
  );
}
