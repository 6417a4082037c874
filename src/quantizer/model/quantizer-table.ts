// The quantizers: what each is, and which settings it reads.
import { dpcaComponents } from './dpca.ts';
import { fsqDimensions } from './fsq.ts';

interface AboutQuantizer {
  /** For help texts, documents and reports. */
  readonly says: string;
  /** Where it comes from. */
  readonly paper: string;
  /** It learns in steps: it has epochs, a rate, networks. */
  readonly isTrained?: true;
  /** Its codebooks begin, or are made, by k-means. */
  readonly hasKmeans?: true;
  /** Its latents are principal components, so many; else those of networks that are trained, or the embeddings themselves. */
  readonly numComponents?: (codebookSizes: readonly number[]) => number;
}

/**
 * Every quantizer; names of the flag, help and warnings are read from here, how each is fitted stands under the same name in
 * `train/fits/quantizer-fits.ts`. All give an encoder, explicit codebooks level by level and a decoder, so that coding,
 * checking and export know one kind.
 */
export const QUANTIZERS = {
  'rq-vae': {
    says: 'an encoder, trained together with its codebooks',
    paper: 'Zheng 2025 (arXiv 2504.02137)',
    isTrained: true,
    hasKmeans: true,
  },
  'residual-kmeans': {
    says: 'k-means on the embeddings, level by level',
    paper: 'Luo 2024 (arXiv 2411.11739), Res-Kmeans',
    hasKmeans: true,
  },
  'balanced-kmeans': {
    says: 'the same with as many items to each code',
    paper: 'Deng 2025 (arXiv 2502.18965), OneRec',
    hasKmeans: true,
  },
  dpca: {
    says: 'steps along principal components, more along those that vary most',
    paper: 'Ramasamy 2025 (arXiv 2506.16698), DPCA',
    numComponents: dpcaComponents,
  },
  'rq-fsq': {
    says: 'even steps along a few principal components, finer level by level',
    paper: 'Mentzer 2023 (arXiv 2309.15505), FSQ; ResidualFSQ of vector-quantize-pytorch',
    numComponents: fsqDimensions,
  },
} as const satisfies Record<string, AboutQuantizer>;

export type QuantizerName = keyof typeof QUANTIZERS;

/** The names of `--quantizer`. */
export const QUANTIZER_NAMES = Object.keys(QUANTIZERS) as readonly QuantizerName[];

/** What is said of a quantizer of a name. */
export function aboutQuantizer(name: QuantizerName): AboutQuantizer {
  return QUANTIZERS[name];
}

/** Those of which something holds, for settings that only they read. */
export function quantizersThat(holds: (about: AboutQuantizer) => boolean): QuantizerName[] {
  return QUANTIZER_NAMES.filter((name) => holds(aboutQuantizer(name)));
}
