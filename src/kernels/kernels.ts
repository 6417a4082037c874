// All kernels on one memory: the checked face.
import { threadsFrom } from '../util/threads.ts';
import { createDlrmWriter } from './dlrm/dlrm-block.ts';
import type { DlrmBlock } from './dlrm/dlrm-layout.ts';
import { compileKernels } from './kernel-build.ts';
import type { KernelMemory } from './kernel-memory.ts';
import { KERNEL_NAMES, KERNELS } from './layouts.ts';
import type { KernelName } from './layouts.ts';
import { BlockWords } from './layout/block-words.ts';
import type { BlockOf, Layout } from './layout/layout.ts';
import { createSharedJobs } from './threads/shared-jobs.ts';

type Block<Name extends KernelName> = BlockOf<(typeof KERNELS)[Name]>;

/**
 * The kernels. `createKernels` gives them as WebAssembly SIMD, `reference-kernels.ts` as plain loops. Each works on a block
 * of counts and arrays, whose formula and dimensions stand at its layout (layouts.ts).
 *
 * @throws Error if an array's length is not that of its dimensions, or if it does not lie in the kernels' memory
 */
export type Kernels = {
  readonly [Name in Exclude<KernelName, 'dlrm' | 'numberDistinct'>]: (block: Block<Name>) => void;
} & {
  readonly dlrm: (block: DlrmBlock) => void;
  /** @returns the new count */
  readonly numberDistinct: (block: Block<'numberDistinct'>) => number;
  /** Ends the threads that help; the kernels still work, and their memory can be freed. */
  readonly close: () => void;
};

/**
 * Loads the WebAssembly kernels onto a memory.
 *
 * @param numThreads that do the large ones together, this one counted; results do not depend on it
 * @param module another build of the same sources
 */
export function createKernels(
  memory: KernelMemory,
  numThreads = threadsFrom(),
  module = compileKernels().module,
): Kernels {
  const instance = new WebAssembly.Instance(module, { env: { memory: memory.memory } });
  const { shareJob, doJobAlone } = instance.exports;
  const jobs = createSharedJobs(module, memory, { shareJob, doJobAlone }, numThreads);
  let room = memory.float32(0);
  const workspace = (floatsOfThread: number): number => {
    const length = numThreads * floatsOfThread;
    if (room.length < length) room = memory.float32(length);
    return room.byteOffset;
  };
  const words = new Map<Layout, BlockWords>();
  const run = (name: KernelName, block: Readonly<Record<string, unknown>>): BlockWords => {
    const layout: Layout = KERNELS[name];
    const own = words.get(layout) ?? new BlockWords(layout, memory);
    words.set(layout, own);
    const sizes = own.write(block, workspace);
    if (layout.shared === undefined) jobs.runAlone(name, own.address);
    else jobs.run(name, own.address, sizes[layout.shared[0]], layout.shared[1]);
    return own;
  };
  const writeDlrm = createDlrmWriter(memory);
  const each = KERNEL_NAMES.map((name) => [
    name,
    (block: Readonly<Record<string, unknown>>) => void run(name, block),
  ]);
  return {
    ...(Object.fromEntries(each) as Kernels),
    dlrm: (block) => void run('dlrm', writeDlrm(block)),
    numberDistinct: (block) => run('numberDistinct', block).count('count'),
    close: () => jobs.close(),
  };
}
