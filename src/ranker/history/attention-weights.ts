// Parameters into the kernels' weights, gradients back.
import { tf } from '../../engine/tf.ts';
import type { AttentionBlock } from '../../kernels/attention-block.ts';
import type { ParameterGradient } from '../../nn/optimizers/index.ts';
import type { Parameter } from '../../nn/parameter.ts';

/** Weights of an attention block that are made from the parameters, as the kernels take them. */
export const FOLDED = ['scores', 'scoreBias', 'value', 'residual', 'weight1', 'bias1'] as const;

export type FoldedWeights = Readonly<Record<(typeof FOLDED)[number], tf.Tensor>>;

/** How the kernels' weights come from the parameters. */
export interface AttentionWeights<Names extends keyof FoldedWeights = keyof FoldedWeights> {
  readonly parameters: readonly Parameter[];
  /** @param values of the parameters, in their order; made of ops that tfjs can differentiate */
  readonly fold: (values: readonly tf.Tensor[]) => Pick<FoldedWeights, Names>;
}

/** The gradients to the parameters, from those to the folded weights: small matrices, so the tape costs nothing. */
export function unfoldGradients(
  { parameters, fold }: AttentionWeights,
  dFolded: FoldedWeights,
): ParameterGradient[] {
  const along = (...values: tf.Tensor[]): tf.Tensor => {
    const folded = fold(values);
    return tf.addN(
      FOLDED.map((name) =>
        tf.sum(tf.mul(tf.reshape(folded[name], dFolded[name].shape), dFolded[name])),
      ),
    );
  };
  const values = parameters.map((parameter) => parameter.tensor());
  const gradients = tf.grads(along)(values);
  return parameters.map((parameter, i) => ({ parameter, gradient: gradients[i] }));
}

/** The folded weights in the kernels' memory, with the transposes that the way back needs. */
export function writeFolded(
  { parameters, fold }: AttentionWeights,
  take: (name: string, length: number) => Float32Array,
): Pick<AttentionBlock, keyof FoldedWeights | 'scoresBack' | 'valueBack' | 'weight1Back'> {
  const write = (name: string, tensor: tf.Tensor): Float32Array => {
    const array = take(name, tensor.size);
    array.set(tensor.dataSync<'float32'>());
    return array;
  };
  const folded = tf.tidy(() => fold(parameters.map((parameter) => parameter.tensor())));
  const back = tf.tidy(() =>
    [folded.scores, folded.value, folded.weight1].map((weight) => tf.transpose(weight)),
  );
  const written = {
    scores: write('scores', folded.scores),
    scoresBack: write('scoresBack', back[0]),
    scoreBias: write('scoreBias', folded.scoreBias),
    value: write('value', folded.value),
    valueBack: write('valueBack', back[1]),
    residual: write('residual', folded.residual),
    weight1: write('weight1', folded.weight1),
    weight1Back: write('weight1Back', back[2]),
    bias1: write('bias1', folded.bias1),
  };
  tf.dispose([...FOLDED.map((name) => folded[name]), ...back]);
  return written;
}
