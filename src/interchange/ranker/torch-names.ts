// What a ranker's weights are called in PyTorch, and how they lie there.
import type { NamedTensor } from '../../artifacts/checkpoint.ts';
import { transpose } from '../../nn/matrix.ts';

/** A weight's name here, and in the module of optional/export/ranker/model.py. */
interface NameRule {
  readonly ours: RegExp;
  readonly torch: (match: RegExpExecArray) => string;
  /** nn.Linear keeps [outputs, inputs]. */
  readonly isTransposed: boolean;
}

const RULES: readonly NameRule[] = [
  // A ReLU stands behind each layer in nn.Sequential.
  linear(/^(dense|top)\.(\d+)\.weight$/, ([, part, i]) => `${part}.${2 * Number(i)}.weight`),
  plain(/^(dense|top)\.(\d+)\.bias$/, ([, part, i]) => `${part}.${2 * Number(i)}.bias`),
  plain(/^history\.(ages|positions)$/, ([name]) => `${name}.weight`),
  linear(/^history\.weight$/, () => 'history.linear.weight'),
  linear(/^history\.(query|key|value)$/, ([name]) => `${name}.weight`),
  plain(/^history\.seeds$/, ([name]) => name),
  plain(/^(history\.norm\d)\.scale$/, ([, norm]) => `${norm}.weight`),
  plain(/^(history\.norm\d)\.shift$/, ([, norm]) => `${norm}.bias`),
  linear(/^history\.weight([12])$/, ([, layer]) => `history.mlp.${2 * Number(layer) - 2}.weight`),
  plain(/^history\.bias([12])$/, ([, layer]) => `history.mlp.${2 * Number(layer) - 2}.bias`),
];

function plain(ours: RegExp, torch: NameRule['torch']): NameRule {
  return { ours, torch, isTransposed: false };
}

function linear(ours: RegExp, torch: NameRule['torch']): NameRule {
  return { ours, torch, isTransposed: true };
}

/** A dense weight as the PyTorch module's state has it. @throws Error for a name that it does not have */
export function toTorch(
  name: string,
  shape: readonly number[],
  values: Float32Array,
): readonly [name: string, tensor: NamedTensor] {
  for (const { ours, torch, isTransposed } of RULES) {
    const match = ours.exec(name);
    if (match === null) continue;
    if (!isTransposed) return [torch(match), { shape, values }];
    const [inputs, outputs] = shape;
    return [torch(match), { shape: [outputs, inputs], values: transpose(values, outputs) }];
  }
  throw new Error(`optional/export/ranker/model.py has no name for the weight ${name}`);
}
