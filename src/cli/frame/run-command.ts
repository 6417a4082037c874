// The frame of every command.
import { Command } from 'commander';
import { instructionSets } from '../../engine/instruction-sets.ts';
import { loadedEngine } from '../../engine/load-engine.ts';
import { hashInput } from '../../experiments/hash-input.ts';
import { loadedKernels } from '../../kernels/kernel-build.ts';
import { writeRecord } from '../../records/run-record.ts';
import type { RecordKind } from '../../records/run-record.ts';
import { idleSettings } from '../../schema/idle-settings.ts';
import { completeSettings, flagOf, parseGiven } from '../../schema/settings.ts';
import type { OptionsOf, SettingsTable } from '../../schema/settings.ts';
import { nameSettings } from '../../util/errors.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';
import { addExamples, addMeanings } from './help.ts';
import type { Meanings } from './help.ts';
import { createProgressDrawer } from './progress-drawer.ts';
import type { ProgressDrawer } from './progress-drawer.ts';
import { addFlags, readFlags } from './settings-flags.ts';
import { packageVersion } from './version.ts';

/** What a command's action works with, besides its options. */
export interface RunContext {
  /** Words that stand without a flag. */
  readonly words: readonly string[];
  /** Bars on standard error, or plain lines now and then. */
  readonly onProgress: ProgressListener;
  /** True after the first Ctrl-C; the second one kills. */
  readonly shouldStop: ShouldStop;
  /** Logs and hints, to standard error. */
  readonly say: (line: string) => void;
  /** "warning: ..." to standard error. */
  readonly warn: (line: string) => void;
  /** The result on standard output: the value with --json, else the text (nothing if empty). Once a command. */
  readonly result: (value: object, text: string) => void;
  /** Writes the folder's run.json, which the kind declares. */
  readonly record: <Command extends string, Config, Metrics>(
    kind: RecordKind<Command, Config, Metrics>,
    folder: string,
    run: RecordedRun<Config, Metrics>,
  ) => Promise<void>;
  /** Since the command began. */
  readonly elapsedSeconds: () => number;
  /**
   * For a step that this command has done by another: its records have that one's words, and its time begins now.
   *
   * @param words of the command line that would do it
   */
  readonly forStep: (words: readonly string[]) => RunContext;
}

/** What a command knows of itself for its run.json; the frame adds the rest. */
export interface RecordedRun<Config, Metrics> {
  /** Every setting after defaults, files and flags. */
  readonly config: Config;
  readonly seed: number;
  /** File or folder by name; their hashes are written. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly metrics: Metrics;
  /** Where one command does the work of others: theirs. */
  readonly argv?: readonly string[];
  readonly seconds?: number;
}

let typedWords: readonly string[] = [];

/** What was typed after `sid`, for the run record. */
export function setTypedWords(words: readonly string[]): void {
  typedWords = words;
}

/** Highest memory of this process so far, in MiB. */
export function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** What a command does, once it is called. */
export type Action<T extends SettingsTable> = (
  options: OptionsOf<T>,
  run: RunContext,
) => Promise<void>;

/** A command as it is declared: all that its help shows, and where to find what it does. */
export interface CommandDeclaration<T extends SettingsTable = SettingsTable> {
  readonly name: string;
  readonly says: string;
  /** Its flags. */
  readonly settings: T;
  /** What a user would type, without a prompt. */
  readonly examples?: readonly string[];
  /** What the names of flags mean, below the help, by flag. */
  readonly meanings?: Readonly<Record<string, Meanings>>;
  /** Words that stand without a flag, in `run.words`. */
  readonly argument?: { readonly name: string; readonly says: string };
  /** The one place where a command's modules are loaded: `sid --help` needs none of them. */
  readonly load: () => Promise<Action<T>>;
}

/** A command that can be typed, or be given its settings as JSON. */
export class DeclaredCommand extends Command {
  /** Does it with these settings, others having their defaults. @throws UserError for a wrong or missing one */
  readonly perform: (given: object, run: RunContext) => Promise<void>;

  constructor(name: string, perform: DeclaredCommand['perform']) {
    super(name);
    this.perform = perform;
  }
}

/**
 * A command with its flags, --json, progress and Ctrl-C. What the action throws is turned into an exit status by `main`
 * (program.ts): UserError 2, InterruptedError 130, anything else 1 with a stack.
 */
export function defineCommand<T extends SettingsTable>(
  declaration: CommandDeclaration<T>,
): DeclaredCommand {
  const { name, says, settings, examples = [], meanings = {}, argument, load } = declaration;
  const command = new DeclaredCommand(name, async (given, run) => {
    const options = completeSettings(settings, parseGiven(settings, given, name), name);
    await (
      await load()
    )(options, run);
  }).description(says);
  addFlags(command, settings);
  if (argument !== undefined) command.argument(`<${argument.name}>`, argument.says);
  for (const [flag, registry] of Object.entries(meanings)) addMeanings(command, flag, registry);
  if (examples.length > 0) addExamples(command, examples);
  return command
    .option('--json', 'the result as one JSON object on standard output, nothing else there')
    .action(async () => {
      const { json } = command.opts<{ json?: true }>();
      const drawer = createProgressDrawer(process.stderr);
      const stop = listenForStop((line) => drawer.writeLine(line));
      const { shouldStop } = stop;
      const frame = { drawer, shouldStop, isJson: json === true, words: command.args };
      try {
        const run = createContext(typedWords, frame);
        const options = readFlags(command, settings);
        for (const line of idleSettings(settings, command.opts(), options)) {
          run.warn(nameSettings(line, flagOf));
        }
        await (
          await load()
        )(options, run);
      } finally {
        drawer.close();
        stop.close();
      }
    });
}

/** What a command and its steps have in common. */
interface Frame {
  readonly drawer: ProgressDrawer;
  readonly shouldStop: ShouldStop;
  readonly isJson: boolean;
  readonly words: readonly string[];
}

function createContext(argv: readonly string[], frame: Frame): RunContext {
  const { drawer, shouldStop, isJson, words } = frame;
  const startedAt = new Date();
  // Not by the wall clock, which may be set meanwhile.
  const startedMs = performance.now();
  const elapsedSeconds = (): number => (performance.now() - startedMs) / 1000;
  return {
    words,
    onProgress: drawer.onProgress,
    shouldStop,
    say: (line) => drawer.writeLine(line),
    warn: (line) => drawer.writeLine(`warning: ${line}`),
    result(value, text) {
      drawer.close();
      const shown = isJson ? JSON.stringify(value) : text;
      if (shown !== '') process.stdout.write(`${shown}\n`);
    },
    async record(kind, folder, run) {
      await writeRecord(kind, folder, {
        // How often a run was interrupted is no part of what was run.
        argv: (run.argv ?? argv).filter((word) => word !== '--resume'),
        config: run.config,
        seed: run.seed,
        version: packageVersion(),
        engine: loadedEngine()?.name ?? 'none',
        kernels: describeKernels(),
        instructions: instructionSets(),
        inputs: await hashInputs(run.inputs),
        metrics: run.metrics,
        startedAt: startedAt.toISOString(),
        seconds: run.seconds ?? elapsedSeconds(),
        peakMemoryMb: peakMemoryMb(),
      });
    },
    elapsedSeconds,
    forStep: (words) => createContext(words, frame),
  };
}

/** A command that has only other commands. */
export function defineGroup(name: string, says: string, commands: readonly Command[]): Command {
  const group = new Command(name).description(says);
  for (const command of commands) group.addCommand(command);
  return group;
}

async function hashInputs(
  inputs: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {};
  for (const [name, path] of Object.entries(inputs)) hashes[name] = await hashInput(path);
  return hashes;
}

/** "fma 0123456789" */
function describeKernels(): string {
  const kernels = loadedKernels();
  return kernels === undefined ? 'none' : `${kernels.name} ${kernels.sha256.slice(0, 10)}`;
}

/** Ctrl-C and SIGTERM: the first asks the work to stop at the next batch, the second ends it at once. */
function listenForStop(say: (line: string) => void): { shouldStop: ShouldStop; close(): void } {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    say('stopping after this batch (Ctrl-C again ends at once) ...');
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    shouldStop: () => isStopping,
    close() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
