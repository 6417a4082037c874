// The ways, in their order.
import { rmSync } from 'node:fs';
import type { ProgressListener } from '../../util/progress.ts';
import { isCached, linkNative } from './link-native.ts';
import { DEFAULT_TENSORFLOW, nativeTarget } from './native-target.ts';
import type { NativeTarget } from './native-target.ts';
import { ownDownload } from './own-download.ts';
import { nativeFault } from './smoke-test.ts';
import { wheelBuild } from './wheel-build.ts';

export interface SetupJob {
  /** TensorFlow's version; without one, whatever loads already is good. */
  readonly tensorflow?: string;
  readonly gpu: boolean;
  readonly onProgress: ProgressListener;
  /** One line for each step and its end. */
  readonly say: (line: string) => void;
}

/** How the native engine came to work; `none`: it does not, and the portable one is what there is. */
export type SetupWay = 'present' | 'cache' | 'download' | 'wheel' | 'none';

/** A step that did not work, and why. */
export interface SetupFault {
  readonly way: SetupWay;
  readonly fault: string;
}

export interface SetupResult {
  readonly way: SetupWay;
  readonly faults: readonly SetupFault[];
}

interface SetupStep {
  readonly way: SetupWay;
  readonly name: string;
  isFor(job: SetupJob, target: NativeTarget): boolean;
  /** @returns why it did not work */
  run(job: SetupJob, target: NativeTarget): Promise<string | undefined>;
}

/** In this order; the first that works is the last that is tried. */
const STEPS: readonly SetupStep[] = [
  {
    way: 'present',
    name: 'the engine that is there',
    isFor: ({ tensorflow, gpu }) => tensorflow === undefined && !gpu,
    run: (_, { packageFolder }) => nativeFault(packageFolder),
  },
  {
    way: 'cache',
    name: 'the cache',
    isFor: (_, target) => isCached(target),
    run: (_, target) => useCache(target),
  },
  {
    way: 'download',
    name: "tfjs-node's own download",
    isFor: ({ tensorflow, gpu }) => tensorflow === undefined && !gpu,
    run: ({ onProgress }, { packageFolder }) => ownDownload(packageFolder, onProgress),
  },
  {
    way: 'wheel',
    name: "a build on TensorFlow's libraries from PyPI",
    isFor: () => process.platform !== 'win32',
    async run(job, target) {
      return (await wheelBuild(target, job.onProgress)) ?? useCache(target);
    },
  },
];

/**
 * Makes the native engine work: what loads already, the per-user cache, tfjs-node's own download, a build on
 * TensorFlow's libraries from its Python wheel (docs/decisions/001-engine-from-a-wheel.md).
 */
export async function setupEngine(job: SetupJob): Promise<SetupResult> {
  const target = nativeTarget(job.tensorflow ?? DEFAULT_TENSORFLOW, job.gpu);
  const faults: SetupFault[] = [];
  const steps = STEPS.filter((step) => step.isFor(job, target));
  for (const [index, step] of steps.entries()) {
    if (step.way !== 'present') job.say(`engine: trying ${step.name}`);
    const fault = await step.run(job, target);
    if (fault === undefined) {
      if (step.way !== 'present') job.say(`engine: ${step.name} works`);
      return { way: step.way, faults };
    }
    faults.push({ way: step.way, fault });
    const next = steps.at(index + 1);
    const then = next === undefined ? 'the portable engine remains' : `next: ${next.name}`;
    job.say(`engine: ${step.name} did not work: ${fault}; ${then}`);
  }
  return { way: 'none', faults };
}

async function useCache(target: NativeTarget): Promise<string | undefined> {
  linkNative(target);
  const fault = await nativeFault(target.packageFolder);
  if (fault !== undefined) rmSync(target.cacheFolder, { recursive: true, force: true });
  return fault;
}
