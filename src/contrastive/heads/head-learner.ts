// Heads that learn from features of frozen encoders (LiT with both encoders locked, Zhai 2022).
import { embeddingsFileAt } from '../../artifacts/embeddings-file.ts';
import { eachModality } from '../../clip/graph-encoders.ts';
import type { Modality } from '../../clip/graph-encoders.ts';
import { readEmbeddings } from '../../data/embeddings/stream-embeddings.ts';
import { readItemSources } from '../../embed/item-sources.ts';
import { useThreads } from '../../engine/load-engine.ts';
import { readFeaturePairs } from '../../pairs/read-feature-pairs.ts';
import type { FeaturePairs, FeatureTable } from '../../pairs/read-feature-pairs.ts';
import type { PairSplit } from '../../pairs/split-pairs.ts';
import { Rng } from '../../util/rng.ts';
import type { ShouldStop } from '../../util/signals.ts';
import type { Learner, OpenedLearner } from '../learner.ts';
import { LOSSES } from '../losses.ts';
import type { TrainClipSettings } from '../train-clip-settings.ts';
import { ContrastiveTrainer } from '../trainer.ts';
import { trainerConfig } from '../trainer-config.ts';
import { drawHead, featureHead } from './feature-head.ts';
import { featurePairs } from './feature-pairs.ts';
import { prepareFeatures } from './prepare-features.ts';
import { writeAllItems } from './write-all-items.ts';
import { readHeads, writeHeads } from './write-heads.ts';

/** The settings of a training of heads. */
export type HeadTrainingSettings = TrainClipSettings & {
  readonly pictureFeatures: string;
  readonly textFeatures: string;
};

type Tables = Readonly<Record<Modality, FeatureTable>>;

/** @throws UserError if a folder holds no features; when pairs are read, see `readEmbeddings` and `readFeaturePairs` */
export function openHeadLearner(config: HeadTrainingSettings): OpenedLearner {
  useThreads(config.threads);
  const paths = {
    picture: embeddingsFileAt(config.pictureFeatures),
    text: embeddingsFileAt(config.textFeatures),
  };
  const opened: Learner[] = [];
  return {
    files: { 'picture-features': paths.picture, 'text-features': paths.text },
    async readPairs({ database, catalog, shouldStop }) {
      const features = {
        picture: await readTable(paths.picture, config, shouldStop),
        text: await readTable(paths.text, config, shouldStop),
      };
      const sources = await readItemSources({ boxes: null, texts: config.texts });
      const pairs = await readFeaturePairs({
        ...{ database, catalog, settings: config, sources, features },
      });
      return {
        ...{ rows: pairs.rows, numCut: 0 },
        learn(split) {
          const learner = createLearner(config, features, pairs, split);
          opened.push(learner);
          return learner;
        },
        close: () => undefined,
      };
    },
    dispose: () => {
      for (const { trainer } of opened) trainer.dispose();
    },
  };
}

function createLearner(
  config: HeadTrainingSettings,
  features: Tables,
  pairs: FeaturePairs,
  { train }: PairSplit,
): Learner {
  const { headWidth: width, headHidden: hidden, featureForm, loss, seed } = config;
  const sides = eachModality((side) => {
    const rows = train.map((pair) => pairs.row_N[side][pair]);
    return prepareFeatures(features[side], rows, featureForm, features[side].path);
  });
  const trainer = new ContrastiveTrainer(
    {
      encoders: eachModality((side) =>
        featureHead(side, { inputs: sides[side].width, hidden, width }),
      ),
      ...{ loss, partSize: null, recomputesBlocks: false, learns: () => true },
      ...trainerConfig(config),
    },
    drawHead(LOSSES[loss].start, Rng.fromSeed(seed).split('weights')),
  );
  return {
    ...{ trainer, source: featurePairs(pairs, sides) },
    write: (folder) => writeHeads(folder, trainer, sides, { width, hidden, featureForm }),
    async finish(folder) {
      readHeads(folder, trainer);
      const ids = eachModality((side) => features[side].itemIds);
      await writeAllItems(folder, trainer, sides, ids);
    },
  };
}

async function readTable(
  path: string,
  { idColumn, embeddingColumn }: HeadTrainingSettings,
  shouldStop: ShouldStop,
): Promise<FeatureTable> {
  return { path, ...(await readEmbeddings(path, { idColumn, embeddingColumn }, shouldStop)) };
}
