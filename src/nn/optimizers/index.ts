// The registry, and steps over all parameters.
import { tensorIn } from '../../artifacts/checkpoint.ts';
import type { NamedTensor } from '../../artifacts/checkpoint.ts';
import { tf } from '../../engine/tf.ts';
import { createArrayParameter, createParameter } from '../parameter.ts';
import type { ArrayParameter, NamedParameter, Parameter } from '../parameter.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import type {
  ArrayGradient,
  DenseOptimizer,
  OptimizerName,
  OptimizerOptions,
  ParameterGradient,
} from './optimizer.ts';
import { sgd } from './sgd.ts';
import type { UpdateRule } from './update-rule.ts';

export type {
  ArrayGradient,
  DenseOptimizer,
  OptimizerName,
  OptimizerOptions,
  ParameterGradient,
} from './optimizer.ts';

/** A new optimiser is one file, one line here and its name in optimizer.ts. */
const RULES: Readonly<Record<OptimizerName, UpdateRule>> = { adagrad, adam, sgd };

/** PyTorch's formulas and defaults (torch.optim). @param parameters their names differ */
export function createOptimizer(
  name: OptimizerName,
  parameters: readonly (Parameter | ArrayParameter)[],
  options: OptimizerOptions,
): DenseOptimizer {
  const rule = RULES[name];
  const starts = rule.slots(options);
  const slots = new Map<Parameter, readonly Parameter[]>();
  const arraySlots = new Map<ArrayParameter, readonly ArrayParameter[]>();
  for (const parameter of parameters) {
    if ('values' in parameter) {
      arraySlots.set(parameter, createSlots(parameter, starts, createArrayParameter));
    } else {
      slots.set(parameter, createSlots(parameter, starts, createParameter));
    }
  }
  const allSlots = (): NamedParameter[] => [...slots.values(), ...arraySlots.values()].flat();
  let steps = 0;

  const applyOne = (
    { parameter, gradient }: ParameterGradient,
    numbers: readonly number[],
    scalars: readonly tf.Tensor[],
  ): void => {
    const own = slotsOf(slots, parameter);
    if (parameter.changeInPlace !== undefined) {
      changeAllInPlace([parameter, ...own], ([handle, ...slotHandles]) => {
        rule.updateInPlace(handle, slotHandles, scalars, gradient);
      });
      return;
    }
    const before = own.map((slot) => slot.tensor());
    const after = tf.tidy(() => rule.update(parameter, before, numbers, gradient));
    [parameter, ...own].forEach((each, i) => each.replace(after[i]));
  };

  return {
    apply(gradients) {
      steps += 1;
      const numbers = rule.scalars(options, steps);
      for (const { parameter, gradient } of gradients.filter(isOfArray)) {
        const own = slotsOf(arraySlots, parameter).map(({ values }) => values);
        rule.updateValues(parameter.values, own, numbers, gradient);
      }
      const ofTensors = gradients.filter(isOfTensor);
      if (ofTensors.length === 0) return;
      const scalars = numbers.map((number) => tf.scalar(number));
      for (const each of ofTensors) applyOne(each, numbers, scalars);
      tf.dispose(scalars);
    },
    forgetRows(parameter, rows) {
      const width = parameter.shape[parameter.shape.length - 1];
      const own = 'values' in parameter ? arraySlots.get(parameter) : slots.get(parameter);
      own?.forEach((slot, i) => {
        const values = slot.read();
        for (const row of rows) values.fill(starts[i], row * width, (row + 1) * width);
        slot.write(values);
      });
    },
    state() {
      const state = new Map<string, NamedTensor>();
      state.set('optimizer.steps', { shape: [1], values: Float32Array.of(steps) });
      for (const slot of allSlots()) {
        state.set(slot.name, { shape: slot.shape, values: slot.read() });
      }
      return state;
    },
    restore(checkpoint, path) {
      steps = tensorIn(checkpoint, 'optimizer.steps', [1], path)[0];
      for (const slot of allSlots()) {
        slot.write(tensorIn(checkpoint, slot.name, slot.shape, path));
      }
    },
    dispose() {
      for (const slot of allSlots()) slot.dispose();
    },
  };
}

function isOfArray(each: ParameterGradient | ArrayGradient): each is ArrayGradient {
  return each.gradient instanceof Float32Array;
}

function isOfTensor(each: ParameterGradient | ArrayGradient): each is ParameterGradient {
  return !isOfArray(each);
}

function slotsOf<P extends NamedParameter>(
  slots: ReadonlyMap<P, readonly P[]>,
  parameter: P,
): readonly P[] {
  const own = slots.get(parameter);
  if (own === undefined) throw new Error(`${parameter.name} is not one of this optimiser's`);
  return own;
}

function createSlots<P extends NamedParameter>(
  { name, shape }: P,
  starts: readonly number[],
  create: (name: string, shape: readonly number[], values: Float32Array) => P,
): P[] {
  const numValues = shape.reduce((product, size) => product * size, 1);
  return starts.map((start, i) =>
    create(`optimizer.${name}.${i}`, shape, new Float32Array(numValues).fill(start)),
  );
}

/** Gathers the handles of several parameters, then changes them all. */
function changeAllInPlace(
  parameters: readonly Parameter[],
  change: (handles: tf.Tensor[]) => void,
  handles: tf.Tensor[] = [],
): void {
  const [first, ...rest] = parameters;
  if (first === undefined) change(handles);
  else first.changeInPlace?.((handle) => changeAllInPlace(rest, change, [...handles, handle]));
}
