// heads.safetensors and its config.json.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openWeightFiles } from '../../artifacts/model-weights.ts';
import { writeSafetensors } from '../../artifacts/write-safetensors.ts';
import type { TensorToStore } from '../../artifacts/write-safetensors.ts';
import { MODALITIES } from '../../clip/graph-encoders.ts';
import { storedValues, valuesInGraph } from '../../clip/graph-parameters.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import type { ContrastiveTrainer } from '../trainer.ts';
import type { PreparedSides } from './feature-pairs.ts';
import type { FeatureForm } from './head-settings.ts';

const WEIGHTS = 'heads.safetensors';

/** What config.json says besides the sizes of features. */
export interface HeadForm {
  readonly width: number;
  readonly hidden: number | null;
  readonly featureForm: FeatureForm;
}

/** Weights as PyTorch's nn.Linear has them, with the means and deviations by which features are prepared. */
export async function writeHeads(
  folder: string,
  trainer: ContrastiveTrainer,
  sides: PreparedSides,
  { width, hidden, featureForm }: HeadForm,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const values = trainer.read('parameters');
  const tensors = new Map<string, TensorToStore>();
  const store = (name: string, shape: readonly number[], own: Float32Array): void => {
    tensors.set(name, { dtype: 'F32', shape, parts: [own] });
  };
  for (const parameter of trainer.parameters) {
    const own = values.get(parameter.variable.name) ?? new Float32Array();
    store(parameter.stored.name, parameter.stored.shape, storedValues(parameter, own));
  }
  for (const side of MODALITIES) {
    const { mean_F, scale_F } = sides[side];
    if (mean_F !== undefined) store(`${side}_features.mean`, [mean_F.length], mean_F);
    if (scale_F !== undefined) store(`${side}_features.scale`, [scale_F.length], scale_F);
  }
  await writeSafetensors(join(folder, WEIGHTS), tensors, { format: 'pt' });
  await writeJsonWhole(join(folder, 'config.json'), {
    model_type: 'sid-heads',
    feature_form: featureForm,
    picture_features: sides.picture.width,
    text_features: sides.text.width,
    hidden_size: hidden,
    projection_dim: width,
  });
}

/** Puts weights that `writeHeads` wrote back into a trainer of the same sizes. */
export function readHeads(folder: string, trainer: ContrastiveTrainer): void {
  const weights = openWeightFiles([join(folder, WEIGHTS)]);
  const values = new Map(
    trainer.parameters.map(({ stored, variable }) => [
      variable.name,
      valuesInGraph(weights, stored),
    ]),
  );
  trainer.write('parameters', (name) => values.get(name) ?? new Float32Array());
}
