// A trained quantizer's codebooks in other formats.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCheckpoint } from '../../artifacts/checkpoint.ts';
import type { NamedTensor } from '../../artifacts/checkpoint.ts';
import { normalizationTensors } from '../../quantizer/model/normalization.ts';
import { codebookSizesOf } from '../../quantizer/model/rq-vae-config.ts';
import { weightsOf } from '../../quantizer/model/saved-quantizer.ts';
import type { Quantizer } from '../../quantizer/model/saved-quantizer.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { packageFolder } from '../../util/package-folder.ts';
import type { FormatOf } from '../export-formats.ts';
import { fillTemplate } from '../fill-template.ts';
import { levelStarts } from './codebook-list.ts';
import type { CodebookList } from './codebook-list.ts';
import { writeCodebookTable } from './write-codebook-table.ts';
import { writeFaissArrays } from './write-faiss-arrays.ts';
import { writeResidualVq } from './write-residual-vq.ts';

/** What a format is written from. */
export interface CodebooksToWrite extends CodebookList {
  readonly quantizer: Quantizer;
  /** Where its files go; exists. */
  readonly folder: string;
}

const CODEBOOK_WRITERS: Readonly<
  Record<FormatOf<'codebooks'>, (codebooks: CodebooksToWrite) => Promise<void>>
> = {
  safetensors: writeModel,
  faiss: writeFaissArrays,
  'residual-vq': writeResidualVq,
  parquet: writeCodebookTable,
};

/**
 * Writes codebooks in some formats, config.json, and a README that says what they hold for and how they are read.
 *
 * @param folder exists
 * @returns what was written
 */
export async function writeCodebooks(
  quantizer: Quantizer,
  folder: string,
  formats: readonly FormatOf<'codebooks'>[],
): Promise<CodebookList> {
  const { model, config } = quantizer;
  const sizes = codebookSizesOf(config);
  const vectors = model.codebooks.read();
  const list: CodebookList = {
    sizes,
    width: vectors.length / levelStarts(sizes)[sizes.length],
    vectors,
  };
  for (const format of formats) await CODEBOOK_WRITERS[format]({ ...list, quantizer, folder });
  await writeJsonWhole(join(folder, 'config.json'), {
    model_type: 'sid-quantizer',
    quantizer: config.quantizer,
    normalize: config.normalize,
    input_width: model.inputWidth,
    latent_width: list.width,
    codebook_sizes: sizes,
    training: config,
  });
  const readme = fillTemplate('codebooks', {
    quantizer: config.quantizer,
    levels: String(list.sizes.length),
    sizes: list.sizes.join(', '),
    width: String(list.width),
    input: String(model.inputWidth),
    normalize: NORMALIZED[config.normalize],
    space: hasOwnSpace(quantizer)
      ? 'the latents of its encoder, not in that of embeddings: search them for `encode(embeddings)`, never for embeddings'
      : 'normalized embeddings: there is no encoder',
  });
  writeFileSync(join(folder, 'README.md'), readme);
  return list;
}

/** Whether codebooks hold for what an encoder makes of normalized embeddings, and not for these themselves. */
function hasOwnSpace({ model }: Quantizer): boolean {
  return model.parameters.some(({ name }) => name !== model.codebooks.name);
}

/** In the words of the README. */
const NORMALIZED: Readonly<Record<Quantizer['normalization']['name'], string>> = {
  none: 'as they are',
  'unit-norm': 'divided by their length',
  center: 'minus `input.mean`, times `input.factor`',
  standardize: 'minus `input.mean`, times `input.factor`',
};

/** model.safetensors: all weights, and quantizer.py, which codes by them. */
async function writeModel(codebooks: CodebooksToWrite): Promise<void> {
  const { quantizer, sizes, width, vectors, folder } = codebooks;
  const { model, normalization } = quantizer;
  const tensors = new Map<string, NamedTensor>([
    ...weightsOf(model),
    ...normalizationTensors(normalization),
    ['codebooks', { shape: [vectors.length / width, width], values: vectors }],
  ]);
  const metadata = { format: 'pt', codebook_sizes: sizes.join() };
  await writeCheckpoint(join(folder, 'model.safetensors'), { tensors, metadata });
  const program = join(packageFolder(), 'optional', 'export', 'codebooks', 'quantizer.py');
  copyFileSync(program, join(folder, 'quantizer.py'));
}
