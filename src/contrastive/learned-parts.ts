// Which parameters learn.
import type { GraphEncoder, Modality } from '../clip/graph-encoders.ts';
import { setting, UserError } from '../util/errors.ts';
import { blockOf, numBlocksOf } from './encoder-blocks.ts';
import type { TrainClipSettings } from './train-clip-settings.ts';

type PartSettings = Pick<TrainClipSettings, 'train' | 'lockPictureBlocks' | 'lockTextBlocks'>;
type Encoders = Readonly<Record<'picture' | 'text', Pick<GraphEncoder, 'parameters'>>>;

/**
 * Whether a parameter learns, by its name: an encoder is locked from below, so many blocks and what is under them.
 *
 * @throws UserError if more blocks are named than there are
 */
export function learnedParts(
  { picture, text }: Encoders,
  settings: PartSettings,
): (name: string) => boolean {
  const locked = new Set([
    ...lockedIn('picture', picture, settings),
    ...lockedIn('text', text, settings),
  ]);
  return (name) => !locked.has(name);
}

/** Parameters stand in the order in which they are used: embeddings, blocks, what is above. */
function lockedIn(
  modality: Modality,
  { parameters }: Pick<GraphEncoder, 'parameters'>,
  settings: PartSettings,
): string[] {
  const key = modality === 'picture' ? 'lockPictureBlocks' : 'lockTextBlocks';
  const last = /^last-(\d+)$/.exec(settings.train);
  const names = parameters.map(({ name }) => name);
  const numBlocks = numBlocksOf(names);
  const numLocked = last === null ? settings[key] : numBlocks - Number(last[1]);
  if (numLocked < 0 || numLocked > numBlocks) {
    throw new UserError(
      `${setting(last === null ? key : 'train')}: the ${modality} encoder has ${numBlocks} blocks; name no more`,
    );
  }
  // All of its blocks are the last ones: what is under them stays.
  if (last !== null)
    return names.slice(
      0,
      names.findIndex((name) => blockOf(name) === numLocked),
    );
  const end = names.findLastIndex((name) => blockOf(name) === numLocked - 1);
  return names.slice(0, end + 1);
}
