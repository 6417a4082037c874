// A CLIP that learns from pixels and tokens.
import { join } from 'node:path';
import { readItemSources } from '../embed/item-sources.ts';
import { readPairs } from '../pairs/read-pairs.ts';
import { createPictureReader } from '../pictures/read-picture.ts';
import { clipPairs } from './clip-pairs.ts';
import type { OpenedLearner } from './learner.ts';
import { openTraining } from './open-training.ts';
import type { ClipTrainingSettings } from './open-training.ts';
import { writeClip } from './write-clip.ts';

/** @throws UserError, see `openTraining` */
export function openClipLearner(config: ClipTrainingSettings): OpenedLearner {
  const { trainer, tokenize, form, files } = openTraining(config);
  return {
    files,
    async readPairs({ folder, ...reading }) {
      const table = await readPairs({
        ...{ ...reading, settings: config, tokenize },
        sources: await readItemSources(config),
        readPicture: createPictureReader(config),
        picturesPath: join(folder, 'pictures'),
      });
      return {
        ...{ rows: table, numCut: table.numCut },
        learn: () => ({
          trainer,
          source: clipPairs(table, form, config),
          write: (to) => writeClip(trainer, config.clip, to),
          finish: () => Promise.resolve(),
        }),
        close: () => {
          table.pictures.close();
        },
      };
    },
    dispose: () => {
      trainer.dispose();
    },
  };
}
