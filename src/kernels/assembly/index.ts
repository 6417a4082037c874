// AssemblyScript, compiled to WebAssembly SIMD. Every function takes byte addresses in the shared memory;
// widths are multiples of 4 floats. kernels.ts is the checked face, reference.ts the clear form of each.

export { groupByRow, numberDistinct } from './batch-plan';
export { isFused } from './madd';
export { meanPool, meanPoolGradient } from './mean-pool';
export { doJobAlone, help, shareJob } from './share';
export { addRows, gatherRows, scatterRows, sumRows } from './rows';
