import { createInterface } from 'node:readline';
import { peakMemoryMb } from '../../../src/cli/frame/run-command.ts';
import type { CreateWorkload, Workload } from './workload.ts';

/** Our programs. A new one is one file and one line here. */
const WORKLOADS: Readonly<Record<string, () => Promise<CreateWorkload>>> = {
  'ranker-step': async () => (await import('./ranker-step.ts')).createRankerStep,
  'rqvae-step': async () => (await import('./rqvae-step.ts')).createRqVaeStep,
  assign: async () => (await import('./assign.ts')).createAssign,
  clip: async () => (await import('./clip.ts')).createClip,
  'clip-train': async () => (await import('./clip-train.ts')).createClipTrain,
  decode: async () => (await import('./decode.ts')).createDecode,
  command: async () => (await import('./command.ts')).createCommand,
  'table-step': async () => (await import('./table-step.ts')).createTableStep,
};

/** Answers requests on standard input until it ends; `contestant.ts` is the other side. */
async function serve([name, folder, ...words]: readonly string[]): Promise<void> {
  const create = await WORKLOADS[name]();
  const workload = await create(folder, words);
  for await (const line of createInterface({ input: process.stdin })) {
    const [request, count] = line.split(' ');
    process.stdout.write(`${JSON.stringify(await answer(workload, request, Number(count)))}\n`);
  }
}

async function answer(workload: Workload, request: string, steps: number): Promise<unknown> {
  if (request === 'memory') return workload.peakMemoryMb?.() ?? peakMemoryMb();
  const losses: number[] = [];
  const start = performance.now();
  for (let step = 0; step < steps; step++) losses.push(await workload.step());
  return request === 'run' ? performance.now() - start : losses;
}

await serve(process.argv.slice(2));
