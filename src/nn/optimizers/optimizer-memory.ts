// The optimizer state of parameters.
import { tensorIn } from '../../artifacts/checkpoint.ts';
import type { Checkpoint, NamedTensor } from '../../artifacts/checkpoint.ts';
import type { NamedParameter } from '../parameter.ts';
import type { OptimizerOptions, UpdateRule } from './update-rule.ts';

/** The steps taken, and each parameter's slots, which are parameters of the same kind and shape. */
export class OptimizerMemory<P extends NamedParameter> {
  readonly #rule: UpdateRule;
  readonly #options: OptimizerOptions;
  readonly #slots: ReadonlyMap<NamedParameter, readonly P[]>;
  #steps = 0;

  /** @param create makes a parameter of this kind, of flat values */
  constructor(
    rule: UpdateRule,
    options: OptimizerOptions,
    parameters: readonly P[],
    create: (name: string, shape: readonly number[], values: Float32Array) => P,
  ) {
    this.#rule = rule;
    this.#options = options;
    const starts = rule.slots(options);
    const slotsFor = ({ name, shape }: P): P[] => {
      const numValues = shape.reduce((product, size) => product * size, 1);
      return starts.map((start, i) =>
        create(`optimizer.${name}.${i}`, shape, new Float32Array(numValues).fill(start)),
      );
    };
    this.#slots = new Map(parameters.map((parameter) => [parameter, slotsFor(parameter)]));
  }

  /** Begins a step. @returns its numbers */
  nextStep(): readonly number[] {
    this.#steps += 1;
    return this.#rule.scalars(this.#options, this.#steps);
  }

  slotsOf(parameter: P): readonly P[] {
    const own = this.#slots.get(parameter);
    if (own === undefined) throw new Error(`${parameter.name} is not one of this optimizer's`);
    return own;
  }

  /** Forgets some rows of a parameter, those of all its axes but the last. */
  forgetRows(parameter: P, rows: readonly number[]): void {
    const width = parameter.shape[parameter.shape.length - 1];
    const starts = this.#rule.slots(this.#options);
    this.slotsOf(parameter).forEach((slot, i) => {
      const values = slot.read();
      for (const row of rows) values.fill(starts[i], row * width, (row + 1) * width);
      slot.write(values);
    });
  }

  /** All of it, by name, for a checkpoint. */
  state(): Map<string, NamedTensor> {
    const state = new Map<string, NamedTensor>();
    state.set('optimizer.steps', { shape: [1], values: Float32Array.of(this.#steps) });
    for (const slot of this.allSlots()) {
      state.set(slot.name, { shape: slot.shape, values: slot.read() });
    }
    return state;
  }

  /** @throws UserError if the checkpoint is of parameters of other shapes */
  restore(checkpoint: Checkpoint, path: string): void {
    this.#steps = tensorIn(checkpoint, 'optimizer.steps', [1], path)[0];
    for (const slot of this.allSlots()) {
      slot.write(tensorIn(checkpoint, slot.name, slot.shape, path));
    }
  }

  allSlots(): P[] {
    return [...this.#slots.values()].flat();
  }
}
