// Texts to token ids, as the model's own tokenizer.json says.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../artifacts/json-file.ts';
import { loadPackage } from '../packages/load-package.ts';
import { isObject } from '../schema/json.ts';
import { UserError } from '../util/errors.ts';

interface HuggingFaceTokenizers {
  readonly Tokenizer: new (
    tokenizer: unknown,
    config: unknown,
  ) => { encode(text: string): { ids: number[] } };
}

/** Token ids of a text, special tokens included. */
export type Tokenizer = (text: string) => number[];

/** The same, and whether the text was too long for the model. */
export type TellingTokenizer = (text: string) => {
  readonly ids: number[];
  readonly isCut: boolean;
};

const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json'] as const;

/** Where a tokenizer's config leaves the length open: BERT's and its kin's. */
const USUAL_MOST_TOKENS = 512;

/**
 * The tokenizer of a model folder (tokenizer.json, tokenizer_config.json). A text that is too long is cut, and keeps its
 * last special token: CLIP pools on it.
 *
 * @param mostTokens places that the model has, where it says so
 * @throws UserError if a file is missing
 */
export function loadTokenizer(folder: string, mostTokens = Infinity): Tokenizer {
  const tokenize = loadTellingTokenizer(folder, mostTokens);
  return (text) => tokenize(text).ids;
}

/** As `loadTokenizer`, for callers that count what is cut. */
export function loadTellingTokenizer(folder: string, mostTokens = Infinity): TellingTokenizer {
  const [tokenizerJson, config] = TOKENIZER_FILES.map((name) => {
    const path = join(folder, name);
    if (!existsSync(path))
      throw new UserError(`${path} does not exist; get the model's whole folder`);
    return readJson(path);
  });
  const { Tokenizer } = loadPackage<HuggingFaceTokenizers>('@huggingface/tokenizers');
  const tokenizer = new Tokenizer(tokenizerJson, config);
  const most = Math.min(mostTokens, mostTokensIn(config));
  return (text) => {
    const { ids } = tokenizer.encode(text);
    if (ids.length <= most) return { ids, isCut: false };
    return { ids: [...ids.slice(0, most - 1), ids[ids.length - 1]], isCut: true };
  };
}

/** The files that decide token ids, for run.json. */
export function tokenizerFiles(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(TOKENIZER_FILES.map((name) => [name, join(folder, name)]));
}

/** `model_max_length`; some configs say "none" by a number beyond any text. */
function mostTokensIn(config: unknown): number {
  const length = isObject(config) ? config.model_max_length : undefined;
  return typeof length === 'number' && length <= 1e6 ? length : USUAL_MOST_TOKENS;
}
