// The stage from a catalog's items to boxes.
import type { ItemBox } from '../artifacts/item-boxes.ts';
import type { CatalogItem } from '../data/catalog/open-catalog.ts';
import type { MadeRow, Stage, StageInput } from '../parts/stage.ts';
import { WHOLE_PICTURE } from '../pictures/picture-box.ts';
import { pictureProblem } from '../pictures/read-picture.ts';
import type { ReadPicture } from '../pictures/read-picture.ts';
import type { ResizedPicture } from '../pictures/resize-picture.ts';
import { messageOf, UserError } from '../util/errors.ts';
import { hashBytes } from '../util/hash-file.ts';
import { chooseBox } from './choose-box.ts';
import type { Detector } from './grounding-dino.ts';

/** A picture that the detector is to look at. */
interface PictureToGround {
  readonly picture: ResizedPicture;
  readonly pictureHash: string;
  /** Null: the catalog has no words for the item. */
  readonly prompt: string | null;
}

/** At 800 pixels a picture takes a core half a minute: little is lost by an interruption. */
const ITEMS_PER_PART = 16;

/**
 * What is looked for is the item's product type (Giahi 2025); where it has none, its title.
 *
 * @param options.decides what decides boxes besides the items: settings, the hash of the model
 */
export function groundStage(
  detector: Detector,
  readPicture: ReadPicture,
  { boxThreshold, decides }: { readonly boxThreshold: number; readonly decides: object },
): Stage<PictureToGround, ItemBox> {
  let hasWorked = false;
  return {
    says: 'grounding',
    decides,
    itemsPerPart: ITEMS_PER_PART,
    load: (item) => loadItem(item, detector, readPicture),
    async make(values, onDone) {
      const rows: MadeRow<ItemBox>[] = [];
      let failure: UserError | undefined;
      for (const value of values) {
        try {
          rows.push(await ground(value, detector, boxThreshold));
          hasWorked ||= value.prompt !== null;
        } catch (error) {
          // One odd picture is a problem of that item's; a model that takes none of them is the user's.
          if (!(error instanceof UserError)) throw error;
          failure = error;
          rows.push({ row: null, problem: messageOf(error) });
        }
        onDone(rows.length);
      }
      if (failure !== undefined && !hasWorked) throw failure;
      return rows;
    },
  };
}

async function loadItem(
  item: CatalogItem,
  detector: Detector,
  readPicture: ReadPicture,
): Promise<StageInput<PictureToGround>> {
  const prompt = item.type ?? item.title;
  const read = await readPicture(item.picture);
  if ('problem' in read) {
    const { problem } = read;
    return { decides: problem, open: () => Promise.resolve({ value: null, problem }) };
  }
  const pictureHash = hashBytes(read.bytes);
  return {
    decides: [prompt, pictureHash],
    async open() {
      try {
        return { value: { picture: await detector.decode(read.bytes), pictureHash, prompt } };
      } catch (error) {
        return { value: null, problem: pictureProblem(item.picture, error) };
      }
    },
  };
}

async function ground(
  { picture, pictureHash, prompt }: PictureToGround,
  detector: Detector,
  boxThreshold: number,
): Promise<MadeRow<ItemBox>> {
  if (prompt === null) {
    const box = { ...WHOLE_PICTURE, score: 0, isFound: false };
    return {
      row: { ...box, prompt: '', pictureHash },
      problem: 'no product type or title to look for; the whole picture is taken',
    };
  }
  const box = chooseBox(await detector.detect(picture, prompt), boxThreshold);
  return { row: { ...box, prompt, pictureHash } };
}
