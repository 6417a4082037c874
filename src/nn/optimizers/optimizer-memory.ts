// The optimizer state of parameters.
import { tensorIn } from '../../artifacts/checkpoint.ts';
import type { Checkpoint, NamedTensor } from '../../artifacts/checkpoint.ts';
import { createParameter } from '../parameter.ts';
import type { Parameter } from '../parameter.ts';
import type { OptimizerOptions, UpdateRule } from './update-rule.ts';

/** The steps taken, and each parameter's slots, which are parameters of the same shape. */
export class OptimizerMemory {
  readonly #rule: UpdateRule;
  readonly #options: OptimizerOptions;
  readonly #slots: ReadonlyMap<Parameter, readonly Parameter[]>;
  #steps = 0;

  constructor(rule: UpdateRule, options: OptimizerOptions, parameters: readonly Parameter[]) {
    this.#rule = rule;
    this.#options = options;
    const starts = rule.slots(options);
    const slotsFor = ({ name, shape, values }: Parameter): Parameter[] =>
      starts.map((start, i) => {
        const slot = new Float32Array(values.length).fill(start);
        return createParameter(`optimizer.${name}.${i}`, shape, slot);
      });
    this.#slots = new Map(parameters.map((parameter) => [parameter, slotsFor(parameter)]));
  }

  /** Begins a step. @returns its numbers */
  nextStep(): readonly number[] {
    this.#steps += 1;
    return this.#rule.scalars(this.#options, this.#steps);
  }

  slotsOf(parameter: Parameter): readonly Parameter[] {
    const own = this.#slots.get(parameter);
    if (own === undefined) throw new Error(`${parameter.name} is not one of this optimizer's`);
    return own;
  }

  /** Forgets some rows of a parameter, those of all its axes but the last. */
  forgetRows(parameter: Parameter, rows: readonly number[]): void {
    const width = parameter.shape[parameter.shape.length - 1];
    const starts = this.#rule.slots(this.#options);
    this.slotsOf(parameter).forEach(({ values }, i) => {
      for (const row of rows) values.fill(starts[i], row * width, (row + 1) * width);
    });
  }

  /** All of it, by name, for a checkpoint. */
  state(): Map<string, NamedTensor> {
    const state = new Map<string, NamedTensor>();
    state.set('optimizer.steps', { shape: [1], values: Float32Array.of(this.#steps) });
    for (const slot of this.#allSlots()) {
      state.set(slot.name, { shape: slot.shape, values: slot.read() });
    }
    return state;
  }

  /** @throws UserError if the checkpoint is of parameters of other shapes */
  restore(checkpoint: Checkpoint, path: string): void {
    this.#steps = tensorIn(checkpoint, 'optimizer.steps', [1], path)[0];
    for (const slot of this.#allSlots()) {
      slot.write(tensorIn(checkpoint, slot.name, slot.shape, path));
    }
  }

  #allSlots(): Parameter[] {
    return [...this.#slots.values()].flat();
  }
}
