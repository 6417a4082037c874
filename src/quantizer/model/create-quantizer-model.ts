// A model of any kind.
import { Workbench } from '../../nn/workbench.ts';
import type { Rng } from '../../util/rng.ts';
import { createCodebooks } from './quantizer-model.ts';
import type { QuantizerModel } from './quantizer-model.ts';
import { aboutQuantizer } from './quantizer-table.ts';
import { codebookSizesOf } from './rq-vae-config.ts';
import type { SizedConfig } from './rq-vae-config.ts';
import { createRqVae, rqVaeSizesOf } from './rq-vae.ts';

/** A fresh model of the config's kind; its codebooks are zeros. */
export function createQuantizerModel(
  config: SizedConfig,
  inputWidth: number,
  rng: Rng,
): QuantizerModel {
  const codebookSizes = codebookSizesOf(config);
  const { isTrained, numComponents } = aboutQuantizer(config.quantizer);
  if (isTrained === true) return createRqVae(rqVaeSizesOf(config), inputWidth, rng);
  if (numComponents !== undefined) {
    const latentWidth = Math.min(inputWidth, numComponents(codebookSizes));
    return createRqVae({ codebookSizes, hidden: [], latentWidth }, inputWidth, rng);
  }
  const bench = new Workbench();
  const codebooks = createCodebooks(bench, codebookSizes, inputWidth);
  return {
    ...{ inputWidth, latentWidth: inputWidth, codebookSizes, bench, codebooks },
    parameters: [codebooks],
    encode: (x_BD) => x_BD.slice(),
    decode: (quantized_BZ) => quantized_BZ.slice(),
    dispose: () => bench.close(),
  };
}
