// Embeddings that a comparison makes, as steps.
import { basename, join } from 'node:path';
import { EMBEDDINGS_FILE } from '../../artifacts/embeddings-file.ts';
import { TRAIN_CLIP_SETTINGS } from '../../contrastive/train-clip-settings.ts';
import { DESCRIBE_SETTINGS } from '../../describe/describe-settings.ts';
import { ownPrompts } from '../../describe/prompts.ts';
import { stepsBefore } from '../../embed/embed-step-settings.ts';
import { EMBED_SETTINGS } from '../../embed/embed-settings.ts';
import { GROUND_SETTINGS } from '../../grounding/grounding-settings.ts';
import { givenIn } from '../../schema/settings.ts';
import type { GivenOf, SettingsTable } from '../../schema/settings.ts';
import { groupBy } from '../../util/group-by.ts';
import { shortHash } from '../../util/hash-file.ts';
import { sortedEntries } from '../../util/sorted-entries.ts';
import type { CodeVersions } from './code-versions.ts';
import { decidingEntries } from './deciding-entries.ts';
import { embeddingsFile, usedEmbeddings } from './embeddings-config.ts';
import { FEATURE_KEYS, trainsHeads } from './embeddings-recipe.ts';
import type {
  EmbeddingsRecipe,
  EmbeddingsSource,
  EmbedKeys,
  FeatureKey,
  Training,
} from './embeddings-recipe.ts';
import type { PlanPlace } from './plan-inputs.ts';
import type { PointConfig } from './point-config.ts';
import { isFinished } from './step.ts';
import type { Step } from './step.ts';

/** A step with the steps whose outputs it reads, by the setting that names them. */
interface Planned {
  readonly step: Step;
  readonly from: From;
}
type FromKey = 'boxes' | 'texts' | 'clip' | FeatureKey;
type From = Partial<Record<FromKey, Planned>>;

/**
 * The steps that are left to make the embeddings of a config from a catalog: those that can begin at once, then those that
 * read their outputs, and so on; of each the lists that go side by side. What several embeddings need is one step of all;
 * embeddings that no line reads are made only where another's training does.
 */
export async function planEmbeddings(
  config: PointConfig,
  place: PlanPlace,
): Promise<(readonly Step[])[][]> {
  const left = new Map<string, { readonly step: Step; readonly turn: number }>();
  /** @returns the turn from which on its output is there */
  const add = ({ step, from }: Planned): number => {
    // Whatever it was made from has done its part.
    if (isFinished(step)) return 0;
    const turn = Math.max(0, ...Object.values(from).map(add));
    left.set(step.out, { step, turn });
    return turn + 1;
  };
  for (const source of usedEmbeddings(config)) {
    if (typeof source !== 'string') add(await planRecipe(source, place));
  }
  const turns = groupBy([...left.values()], ({ turn }) => turn);
  return [...turns.values()].map((steps) => steps.map(({ step }) => [step]));
}

/** The file of embeddings that a config names or has made. @throws UserError if there is none where it names one */
export async function locateEmbeddings(
  source: EmbeddingsSource,
  place: PlanPlace,
): Promise<string> {
  if (typeof source === 'string') return embeddingsFile(source);
  return join((await planRecipe(source, place)).step.out, EMBEDDINGS_FILE);
}

/** The step that makes embeddings in the end. */
async function planRecipe(
  { trainClip, ...keys }: EmbeddingsRecipe,
  place: PlanPlace,
): Promise<Planned> {
  const sources = await planSources(keys, place);
  if (trainClip === undefined) return planEmbed(keys, sources, place);
  const trained = await planTraining({ keys, trainClip, sources }, place);
  if (trainsHeads(trainClip)) return trained;
  return planEmbed(keys, { ...sources, clip: trained }, place);
}

async function planEmbed(keys: EmbedKeys, from: From, place: PlanPlace): Promise<Planned> {
  const settings = givenIn(EMBED_SETTINGS, keys);
  const out = await folderOf('embeddings', { table: EMBED_SETTINGS, settings, from }, place);
  return { step: { stage: 'embed', settings: { ...settings, ...outputsOf(from) }, out }, from };
}

/** Boxes and texts that are to be made first. */
async function planSources(keys: EmbedKeys, place: PlanPlace): Promise<From> {
  const { ground, describe } = stepsBefore(keys);
  const made: From = {};
  if (ground !== undefined) {
    const out = await folderOf(
      'boxes',
      { table: GROUND_SETTINGS, settings: ground, from: {} },
      place,
    );
    made.boxes = { step: { stage: 'ground', settings: ground, out }, from: {} };
  }
  if (describe !== undefined) {
    // Texts are known by their model, wherever that was asked, and by sid's own prompts.
    const named = { ...describe, prompts: ownPrompts() };
    const parts = { table: DESCRIBE_SETTINGS, settings: named, from: {} };
    const out = await folderOf('texts', parts, place);
    // Beside all texts: what was paid for outlives other settings, and other code.
    const settings = { ...describe, cache: join(place.out, 'prepared', 'answers') };
    made.texts = { step: { stage: 'describe', settings, out }, from: {} };
  }
  return made;
}

interface TrainingParts {
  readonly keys: EmbedKeys;
  readonly trainClip: Training;
  readonly sources: From;
}

async function planTraining(
  { keys, trainClip, sources }: TrainingParts,
  place: PlanPlace,
): Promise<Planned> {
  const { pictureFeatures, textFeatures, ...own } = trainClip;
  const features = { pictureFeatures, textFeatures };
  const from: From = { ...sources };
  const paths: Partial<Record<FeatureKey, string>> = {};
  for (const key of FEATURE_KEYS) {
    const source = features[key];
    if (typeof source === 'string') paths[key] = source;
    else if (source !== undefined) from[key] = await planRecipe(source, place);
  }
  const settings = { ...givenIn(TRAIN_CLIP_SETTINGS, keys), ...own, ...paths };
  const name = trainsHeads(trainClip) ? 'heads' : 'clip';
  const out = await folderOf(name, { table: TRAIN_CLIP_SETTINGS, settings, from }, place);
  const complete = { ...settings, ...outputsOf(from) };
  return { step: { stage: 'train-clip', settings: complete, out }, from };
}

/** The settings that name the outputs of steps. */
function outputsOf({
  boxes,
  texts,
  ...models
}: From): Pick<GivenOf<typeof TRAIN_CLIP_SETTINGS>, FromKey> {
  const folders = Object.entries(models).map(([key, { step }]) => [key, step.out] as const);
  return {
    ...(boxes === undefined ? {} : { boxes: [boxes.step.out] }),
    ...(texts === undefined ? {} : { texts: [texts.step.out] }),
    ...Object.fromEntries(folders),
  };
}

/** Names of folders, and the code that decides what is in them. */
const DECIDED_BY = {
  boxes: 'boxes',
  texts: 'texts',
  clip: 'training',
  heads: 'training',
  embeddings: 'embeddings',
} as const satisfies Readonly<Record<string, keyof CodeVersions>>;

/** What decides the output of a step. */
interface DecidedBy<T extends SettingsTable> {
  readonly table: T;
  readonly settings: GivenOf<T>;
  readonly from: From;
}

/** What other steps make is told by its name, so that it need not be there yet. */
async function folderOf<T extends SettingsTable>(
  name: keyof typeof DECIDED_BY,
  { table, settings, from }: DecidedBy<T>,
  place: PlanPlace,
): Promise<string> {
  const own = Object.fromEntries(Object.entries(settings).filter(([key]) => !(key in from)));
  const made = Object.entries(from).map(([key, { step }]) => [key, basename(step.out)] as const);
  const key = shortHash({
    settings: await decidingEntries(table, own, place),
    inputs: sortedEntries(Object.fromEntries(made)),
    code: place.code[DECIDED_BY[name]],
  });
  return join(place.out, 'prepared', `${name}-${key}`);
}
