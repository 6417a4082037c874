// The lines of `sid doctor`.
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { messageOf } from '../util/errors.ts';
import type { Finding } from '../util/finding.ts';
import { threadsFrom } from '../util/threads.ts';
import { instructionSets } from './instruction-sets.ts';
import { isCached } from './setup/link-native.ts';
import { DEFAULT_TENSORFLOW, nativeTarget } from './setup/native-target.ts';
import { runProgram } from '../util/run-program.ts';
import { smokeTest } from './setup/smoke-test.ts';

const BYTES_PER_GIB = 2 ** 30;
const LEAST_MEMORY_GIB = 4;
const PROGRAM_LIMIT_MS = 20_000;

/** Node, processor, memory, the tensor engine, and what `sid setup` needs where that is not there yet. */
export async function inspectMachine(): Promise<Finding[]> {
  const engine = await inspectEngine();
  return [
    inspectNode(),
    inspectProcessor(),
    inspectThreads(process.env),
    inspectMemory(),
    ...engine,
    await inspectGpu(),
  ];
}

function inspectNode(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isKnown = (major > 20 || (major === 20 && minor >= 19)) && major <= 24;
  return {
    name: 'Node',
    state: isKnown ? 'good' : 'poor',
    value: `${process.version}, ${process.platform}-${process.arch}`,
    ...(isKnown ? {} : { remedy: 'sid is tested with Node 20.19 to 24' }),
  };
}

function inspectProcessor(): Finding {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const value = `${availableParallelism()} x ${model} (${instructionSets()})`;
  return { name: 'processor', state: 'good', value };
}

function inspectThreads(env: NodeJS.ProcessEnv): Finding {
  const [name, isSet] = ['threads', (env.SID_THREADS ?? '') !== ''];
  try {
    const source = isSet ? 'by SID_THREADS' : 'one for each core (SID_THREADS changes it)';
    return {
      name,
      state: 'good',
      value: `${threadsFrom(env)} for quantizers and rankers, ${source}`,
    };
  } catch (error) {
    return { name, state: 'poor', value: 'not known', remedy: messageOf(error) };
  }
}

function inspectMemory(): Finding {
  const total = totalmem() / BYTES_PER_GIB;
  const hasEnough = total >= LEAST_MEMORY_GIB;
  return {
    name: 'memory',
    state: hasEnough ? 'good' : 'poor',
    value: `${total.toFixed(1)} GiB, ${(freemem() / BYTES_PER_GIB).toFixed(1)} GiB free`,
    ...(hasEnough ? {} : { remedy: 'smaller tables: --rows, --model-width, --batch-size' }),
  };
}

async function inspectEngine(): Promise<Finding[]> {
  const native = await smokeTest();
  const { cacheFolder, ...target } = nativeTarget(DEFAULT_TENSORFLOW, false);
  const isInCache = isCached({ cacheFolder, ...target });
  const cache: Finding = {
    name: 'engine cache',
    state: isInCache ? 'good' : 'missing',
    value: isInCache ? cacheFolder : `nothing in ${cacheFolder}`,
  };
  if (!('fault' in native)) {
    return [{ name: 'tensor engine', state: 'good', value: `${native.name}, native` }, cache];
  }
  const portable: Finding = {
    name: 'tensor engine',
    state: 'poor',
    value: `tfjs in JavaScript, some hundred times slower; the native one: ${native.fault}`,
    remedy: 'run sid setup',
  };
  return [portable, cache, ...(await inspectBuildTools())];
}

/** What a build of the native engine needs. */
async function inspectBuildTools(): Promise<Finding[]> {
  const tools = [
    {
      name: 'pip',
      program: 'python3',
      words: ['-m', 'pip', '--version'],
      remedy: 'install Python with pip',
    },
    { name: 'C++ compiler', program: 'c++', words: ['--version'], remedy: 'install g++ or clang' },
    { name: 'make', program: 'make', words: ['--version'], remedy: 'install make' },
  ];
  return Promise.all(
    tools.map(async ({ name, program, words, remedy }): Promise<Finding> => {
      const { isDone, stdout } = await runProgram(program, words, { limitMs: PROGRAM_LIMIT_MS });
      if (isDone) return { name, state: 'good', value: stdout.split('\n')[0] };
      return { name, state: 'missing', value: 'not found; sid setup may need it', remedy };
    }),
  );
}

async function inspectGpu(): Promise<Finding> {
  const words = ['--query-gpu=name,memory.total', '--format=csv,noheader'];
  const { isDone, stdout } = await runProgram('nvidia-smi', words, { limitMs: PROGRAM_LIMIT_MS });
  const gpus = stdout.trim().replaceAll('\n', '; ');
  if (isDone && gpus !== '') {
    return {
      name: 'GPU',
      state: 'good',
      value: `${gpus}; sid setup --gpu builds the engine for it`,
    };
  }
  return { name: 'GPU', state: 'missing', value: 'none seen (nvidia-smi); none is needed' };
}
