// Batches that are too large for a step at once: embeddings, the loss on them, and each part's way back (GradCache, Gao 2021).
import { eachModality, MODALITIES } from '../clip/graph-encoders.ts';
import { adamInputs, applyAdamW } from '../graph/adam-w.ts';
import { gradients } from '../graph/gradients.ts';
import { placeholder, scalar } from '../graph/ops/constants.ts';
import { doneAfter, readVariable } from '../graph/variables.ts';
import type { Variable } from '../graph/variables.ts';
import { clampScale, embedUnit, learnedGradients, writeLoss } from './graph-writer.ts';
import type { Writer } from './graph-writer.ts';
import type { TrainingGraph } from './training-graph.ts';

export function writeParts(writer: Writer): NonNullable<TrainingGraph['inParts']> {
  const { graph, parameters, learned, encoders } = writer;
  const weights = parameters.weights();
  const embeddings = MODALITIES.map((name) =>
    placeholder(graph, `loss/${name}`, [null, encoders[name].width]),
  );
  const loss = writeLoss(writer, weights, [embeddings[0], embeddings[1]], 'loss');
  const seeds = [{ value: loss, gradient: scalar(graph, 1) }];
  const [ofPictures, ofTexts] = gradients(graph, seeds, embeddings);
  if (ofPictures === undefined || ofTexts === undefined) throw new Error('a loss without pairs');
  const sumsOfLoss = addToSums(writer, learnedGradients(writer, weights, seeds), 'loss/done');
  const back = eachModality((name) => {
    const own = parameters.weights();
    const value = embedUnit(writer, name, own, 'back');
    const gradient = placeholder(graph, `back/${name}/gradient`, [null, encoders[name].width]);
    const found = learnedGradients(writer, own, [{ value, gradient }]);
    return addToSums(writer, found, `back/${name}/done`);
  });
  const inputs = adamInputs(graph, 'apply/adam');
  const applied = learned.map((parameter) => {
    const sum = readVariable(graph, (parameter.sum as Variable).handle);
    return applyAdamW(graph, parameter, sum, inputs, []);
  });
  const clamped = clampScale(writer, applied);
  return {
    loss: loss.name,
    gradients: { picture: ofPictures.name, text: ofTexts.name },
    ...{ sumsOfLoss, back },
    apply: doneAfter(graph, 'apply/done', [...applied, ...clamped]).name,
  };
}

function addToSums(
  { graph }: Writer,
  found: ReturnType<typeof learnedGradients>,
  name: string,
): string {
  const added = found.map(({ parameter, gradient }) =>
    graph.op('AssignAddVariableOp', [(parameter.sum as Variable).handle, gradient], {
      attributes: { dtype: { type: 'float32' } },
    }),
  );
  return doneAfter(graph, name, added).name;
}
