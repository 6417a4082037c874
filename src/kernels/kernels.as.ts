// The kernels, compiled to WebAssembly SIMD: what the module gives to its caller.

export { isFused } from './arithmetic/madd.as';
export { doJobAlone, help, shareJob } from './threads/share-job.as';
