// How a CLIP's folder says that pictures and texts are to be given.
import type { FolderEncoders } from '../clip/read-encoders.ts';
import { loadTellingTokenizer, tokenizerFiles } from '../onnx/tokenizer.ts';
import type { TellingTokenizer } from '../onnx/tokenizer.ts';
import { UserError } from '../util/errors.ts';
import { readPictureProcessor } from './picture-processor.ts';
import type { PictureProcessor } from './picture-processor.ts';

/** @throws UserError if the folder does not say, or of pictures of another size */
export function readClipProcessor(folder: string, pictureSize: number): PictureProcessor {
  const processor = readPictureProcessor(folder, pictureSize);
  if (processor !== undefined) return processor;
  throw new UserError(`${folder} has no preprocessor_config.json; get the model's whole folder`);
}

export interface ClipTokenizer {
  readonly tokenize: TellingTokenizer;
  /** Files that decide the tokens, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** @throws UserError if it is the tokenizer of another model, which would give vectors without meaning, or none */
export function loadClipTokenizer(
  folder: string,
  { endToken, vocabularySize, mostTokens }: FolderEncoders['tokens'],
): ClipTokenizer {
  const tokenize = loadTellingTokenizer(folder, mostTokens);
  const { ids } = tokenize('');
  const last = ids.at(-1);
  if (endToken !== null && last !== endToken) {
    throw new UserError(
      `${folder}: texts end in token ${last ?? 'none'} by tokenizer.json, in ${endToken} by config.json ` +
        '("eos_token_id"); they belong to different models',
    );
  }
  if (Math.max(...ids) >= vocabularySize) {
    throw new UserError(
      `${folder}: tokenizer.json gives token ${Math.max(...ids)}, config.json says "vocab_size" ` +
        `${vocabularySize}; they belong to different models`,
    );
  }
  return { tokenize, files: tokenizerFiles(folder) };
}
