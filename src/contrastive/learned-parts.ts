// Which parameters learn.
import type { ClipConfig } from '../clip/clip-config.ts';
import { setting, UserError } from '../util/errors.ts';
import type { TrainClipSettings } from './train-clip-settings.ts';

type PartSettings = Pick<TrainClipSettings, 'train' | 'lockPictureBlocks' | 'lockTextBlocks'>;

/** What lies above the blocks of an encoder. */
const ABOVE = /^(vision_model\.post_layernorm|text_model\.final_layer_norm|\w+_projection)\./;

/**
 * Whether a parameter learns, by Hugging Face's name: an encoder is locked from below.
 *
 * @throws UserError if more blocks are named than there are
 */
export function learnedParts(
  { text, vision }: Pick<ClipConfig, 'text' | 'vision'>,
  settings: PartSettings,
): (name: string) => boolean {
  const last = /^last-(\d+)$/.exec(settings.train);
  const lockedOf = (key: 'lockPictureBlocks' | 'lockTextBlocks', numBlocks: number): number => {
    const locked = last === null ? settings[key] : numBlocks - Number(last[1]);
    if (locked >= 0 && locked <= numBlocks) return locked;
    throw new UserError(
      `${setting(last === null ? key : 'train')}: the encoder has ${numBlocks} blocks; name no more`,
    );
  };
  const locked: Readonly<Record<string, number>> = {
    vision_model: lockedOf('lockPictureBlocks', vision.numLayers),
    text_model: lockedOf('lockTextBlocks', text.numLayers),
  };
  return (name) => {
    const encoder = locked[name.split('.')[0]];
    if (encoder === undefined || encoder === 0 || ABOVE.test(name)) return true;
    const block = /\.layers\.(\d+)\./.exec(name);
    return block !== null && Number(block[1]) >= encoder;
  };
}
