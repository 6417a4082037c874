// Grounding and describing as steps of `sid embed`: from a catalog to embeddings by one command.
import { DESCRIBE_SETTINGS } from '../../describe/describe-settings.ts';
import type { EMBED_SETTINGS } from '../../embed/embed-settings.ts';
import type { EMBED_STEP_FLAGS } from '../../embed/embed-step-settings.ts';
import { GROUND_SETTINGS } from '../../grounding/grounding-settings.ts';
import { completeSettings, pickSettings, toWords } from '../../schema/settings.ts';
import type { GivenOf, OptionsOf, SettingsTable } from '../../schema/settings.ts';
import { setting, UserError } from '../../util/errors.ts';
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
 * Does the steps that are asked for, each into a folder beside --out; what is finished there is kept with --resume.
 *
 * @returns where boxes and texts are then
 * @throws UserError for flags that do not go together, and as the steps do
 */
export async function groundAndDescribe(
  options: EmbedOptions,
  run: RunContext,
): Promise<Pick<EmbedOptions, 'boxes' | 'texts'>> {
  const { detector, detectorSize, endpoint, model } = options;
  assertTogether(options);
  let { boxes, texts } = options;
  if (detector !== null) {
    const table = { ...GROUND_SETTINGS, ...RESUMABLE };
    const own = { detector, detectorSize };
    boxes = [await runStep('ground', table, ground, { own, ending: 'boxes', options, run })];
  }
  if (endpoint !== null && model !== null) {
    const table = { ...DESCRIBE_SETTINGS, ...DRY_RUN, ...RESUMABLE };
    const own = { endpoint, model };
    texts = [await runStep('describe', table, describe, { own, ending: 'texts', options, run })];
  }
  return { boxes, texts };
}

function assertTogether({ detector, detectorSize, endpoint, model, boxes, texts }: EmbedOptions) {
  const refuse = (is: boolean, message: string): void => {
    if (is) throw new UserError(message);
  };
  const pair = (a: string, b: string): string => `give ${setting(a)} or ${setting(b)}, not both`;
  const needs = (a: string, b: string): string => `${setting(a)} needs ${setting(b)} too`;
  refuse(detector !== null && boxes !== null, pair('detector', 'boxes'));
  refuse(endpoint !== null && texts !== null, pair('endpoint', 'texts'));
  refuse(detectorSize !== null && detector === null, needs('detectorSize', 'detector'));
  refuse(endpoint !== null && model === null, needs('endpoint', 'model'));
  refuse(model !== null && endpoint === null, needs('model', 'endpoint'));
}

/** @returns the step's folder */
async function runStep<T extends SettingsTable>(
  name: string,
  table: T,
  action: Action<T>,
  step: {
    readonly own: object;
    /** Behind the name of --out. */
    readonly ending: string;
    readonly options: EmbedOptions;
    readonly run: RunContext;
  },
): Promise<string> {
  const { own, ending, options, run } = step;
  const out = `${options.out.replace(/\/+$/, '')}-${ending}`;
  const shared = Object.entries(options).filter(([key]) => key in table && key !== 'known');
  const given = { ...Object.fromEntries(shared), ...own, out } as unknown as GivenOf<T>;
  const words = [name, ...toWords(table, given)];
  run.say(`$ ${commandLine(words)}`);
  const context = { ...run.forStep(words), result: (_: object, text: string) => run.say(text) };
  await action(completeSettings(table, given, name), context);
  return out;
}
