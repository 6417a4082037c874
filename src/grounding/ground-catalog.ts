// A catalog to boxes, a contact sheet and crops.
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { streamItemBoxes } from '../artifacts/item-boxes.ts';
import type { Catalog } from '../data/catalog/open-catalog.ts';
import type { ItemProblem } from '../parts/item-problem.ts';
import { shardRows } from '../parts/shard.ts';
import { workThroughCatalog } from '../parts/work-through-catalog.ts';
import type { WorkedCatalog } from '../parts/work-through-catalog.ts';
import { createPictureReader } from '../pictures/read-picture.ts';
import { writeFileWhole } from '../util/atomic-output.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { ShouldStop } from '../util/signals.ts';
import { BOX_ROWS } from './box-rows.ts';
import { chooseForSheet } from './choose-for-sheet.ts';
import { renderContactSheet } from './contact-sheet.ts';
import { groundStage } from './ground-stage.ts';
import type { Detector } from './grounding-dino.ts';
import type { GroundSettings } from './grounding-settings.ts';
import { showBoxes } from './show-boxes.ts';

export interface GroundJob {
  readonly catalog: Catalog;
  readonly detector: Detector;
  readonly settings: GroundSettings;
  /** Worked in; parts lie in its folder `checkpoint`. */
  readonly folder: string;
  /** Settings, and hashes of all inputs: a run goes on only with the same. */
  readonly begun: object;
  /** Of the detector's files: boxes of another are not known ones. */
  readonly detectorHashes: Readonly<Record<string, string>>;
  readonly elapsedSeconds: () => number;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/** What came of it. */
export interface GroundedCatalog {
  readonly worked: WorkedCatalog;
  /** Items with a box above the threshold. */
  readonly numFound: number;
  readonly numCrops: number;
  /** That the detector took, with decoding. */
  readonly detectSeconds: number;
  readonly problems: readonly ItemProblem[];
}

/** Half of the contact sheet. */
const MOST_SHOWN = 100;

/**
 * Writes boxes.arrow and inputs.arrow, then contact-sheet.html and, where they are wanted, crops.
 *
 * @throws UserError if no item has a picture, or the folder was begun with other settings
 * @throws InterruptedError after the part at hand
 */
export async function groundCatalog(job: GroundJob): Promise<GroundedCatalog> {
  const { catalog, detector, settings, folder, onProgress, shouldStop } = job;
  const { boxThreshold, shard } = settings;
  const readPicture = createPictureReader(settings);
  const decides = { ...job.detectorHashes, size: detector.size, boxThreshold };
  const stage = groundStage(detector, readPicture, { boxThreshold, decides });
  const startSeconds = job.elapsedSeconds();
  const worked = await workThroughCatalog({
    ...{ catalog, stage, rowFile: BOX_ROWS, folder, shard, known: settings.known ?? [] },
    ...{ settings: job.begun, onProgress, shouldStop },
  });
  const detectSeconds = job.elapsedSeconds() - startSeconds;
  const boxes = join(folder, BOX_ROWS.name);
  const choice = await chooseForSheet(boxes, boxThreshold, MOST_SHOWN);
  const { shown, numCrops, problems } = await showBoxes({
    ...{ catalog, boxes, readPicture, onProgress, shouldStop },
    rows: shardRows(catalog.numItems, stage.itemsPerPart, shard),
    crops: settings.saveCrops ? join(folder, 'crops') : null,
    shown: new Set([...choice.doubtful, ...choice.sample]),
  });
  const numFound = await countFound(boxes);
  const page = renderContactSheet({
    ...{ boxThreshold, numFound, choice, shown, numGrounded: worked.numRows },
    catalog: basename(catalog.file.path),
  });
  await writeFileWhole(join(folder, 'contact-sheet.html'), (path) => writeFileSync(path, page));
  return {
    ...{ worked, numFound, numCrops, detectSeconds },
    problems: [...worked.problems, ...problems],
  };
}

async function countFound(path: string): Promise<number> {
  let count = 0;
  for await (const { boxes } of streamItemBoxes(path)) {
    count += boxes.filter(({ isFound }) => isFound).length;
  }
  return count;
}
