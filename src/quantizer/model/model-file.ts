// `best.safetensors`, last.safetensors.

/** Which of a run's two models: that of the best epoch by `bestBy`, or that of the last. */
export const MODEL_NAMES = ['best', 'last'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** The file of a model within a run folder of `sid train-rqvae`. */
export function modelFile(name: ModelName): string {
  return `${name}.safetensors`;
}
