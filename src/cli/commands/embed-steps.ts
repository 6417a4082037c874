// Grounding and describing as steps of `sid embed`: from a catalog to embeddings by one command.
import { DESCRIBE_SETTINGS } from '../../describe/describe-settings.ts';
import type { EMBED_SETTINGS } from '../../embed/embed-settings.ts';
import { EMBED_STEP_FLAGS, stepsBefore } from '../../embed/embed-step-settings.ts';
import { GROUND_SETTINGS } from '../../grounding/grounding-settings.ts';
import { isIdle } from '../../schema/idle-settings.ts';
import { completeSettings, pickSettings, toWords } from '../../schema/settings.ts';
import type { GivenOf, OptionsOf, SettingsTable } from '../../schema/settings.ts';
import { commandLine } from '../../util/shell-quote.ts';
import { DRY_RUN } from '../frame/command-flags.ts';
import { TRAINING_OUT } from '../frame/common-flags.ts';
import type { Action, RunContext } from '../frame/run-command.ts';
import { describe } from './describe.ts';
import { ground } from './ground.ts';

const RESUMABLE = pickSettings(TRAINING_OUT, ['out', 'resume', 'force']);

/** What `sid embed` takes. */
export type EmbedOptions = OptionsOf<
  typeof EMBED_SETTINGS & typeof EMBED_STEP_FLAGS & typeof RESUMABLE
>;

/**
 * Does the steps that are asked for and that the encoder looks at, each into a folder beside --out; what is finished there is kept with --resume.
 *
 * @returns where boxes and texts are then
 * @throws UserError for flags that do not go together, and as the steps do
 */
export async function groundAndDescribe(
  options: EmbedOptions,
  run: RunContext,
): Promise<Pick<EmbedOptions, 'boxes' | 'texts'>> {
  const before = stepsBefore(options);
  let { boxes, texts } = options;
  // Of what has no effect the frame has warned.
  const isWanted = (key: keyof typeof EMBED_STEP_FLAGS): boolean =>
    !isIdle(EMBED_STEP_FLAGS, key, options);
  if (before.ground !== undefined && isWanted('detector')) {
    const table = { ...GROUND_SETTINGS, ...RESUMABLE };
    const step = { given: before.ground, ending: 'boxes', options, run };
    boxes = [await runStep('ground', table, ground, step)];
  }
  if (before.describe !== undefined && isWanted('endpoint')) {
    const table = { ...DESCRIBE_SETTINGS, ...DRY_RUN, ...RESUMABLE };
    const step = { given: before.describe, ending: 'texts', options, run };
    texts = [await runStep('describe', table, describe, step)];
  }
  return { boxes, texts };
}

/** @returns the step's folder */
async function runStep<T extends SettingsTable>(
  name: string,
  table: T,
  action: Action<T>,
  step: {
    readonly given: object;
    /** Behind the name of --out. */
    readonly ending: string;
    readonly options: EmbedOptions;
    readonly run: RunContext;
  },
): Promise<string> {
  const { ending, options, run } = step;
  const out = `${options.out.replace(/\/+$/, '')}-${ending}`;
  const { resume, force } = options;
  const given = { ...step.given, resume, force, out } as unknown as GivenOf<T>;
  const words = [name, ...toWords(table, given)];
  run.say(`$ ${commandLine(words)}`);
  const context = { ...run.forStep(words), result: (_: object, text: string) => run.say(text) };
  await action(completeSettings(table, given, name), context);
  return out;
}
