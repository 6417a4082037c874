// Grounding and describing as steps before an encoder.
import { CATALOG_SETTINGS } from '../data/catalog/catalog-settings.ts';
import { PARTS_SETTINGS } from '../parts/parts-settings.ts';
import { PICTURE_SETTINGS } from '../pictures/picture-settings.ts';
import { folder, positiveInt, textCalled } from '../schema/kinds.ts';
import { defineSettings, givenIn, pickSettings, withoutNothing } from '../schema/settings.ts';
import type { GivenOf } from '../schema/settings.ts';
import { setting, UserError } from '../util/errors.ts';
import { READERS } from './encoder-names.ts';
import type { SOURCE_SETTINGS } from './source-settings.ts';

/** Steps before the encoder, for who wants one command for all. */
export const EMBED_STEP_FLAGS = defineSettings({
  detector: {
    kind: folder,
    default: null,
    otherwise: 'no step',
    onlyWith: { encoder: READERS.picture },
    says: 'first do `sid ground` with this Grounding DINO, into --out with -boxes behind its name',
  },
  detectorSize: {
    kind: positiveInt,
    default: null,
    otherwise: "the model's own",
    says: 'shorter side of the pictures that it sees',
  },
  endpoint: {
    kind: textCalled('url'),
    default: null,
    otherwise: 'no step',
    onlyWith: { encoder: READERS.text },
    says: 'first do `sid describe` with this endpoint, into --out with -texts behind its name',
  },
  model: {
    kind: textCalled('name'),
    default: null,
    otherwise: 'none',
    says: 'model, as the endpoint calls it',
  },
});

/** What the steps take of the settings of `sid embed`. */
const SHARED_SETTINGS = {
  ...CATALOG_SETTINGS,
  ...PICTURE_SETTINGS,
  ...pickSettings(PARTS_SETTINGS, ['shard']),
};

type Shared = GivenOf<typeof SHARED_SETTINGS>;

type StepFlags = GivenOf<typeof EMBED_STEP_FLAGS>;

/** Settings of the steps that are asked for. */
export interface StepsBefore {
  readonly ground?: Shared & { readonly detector: string; readonly detectorSize?: number };
  readonly describe?: Shared & { readonly endpoint: string; readonly model: string };
}

/**
 * The steps that are to be done before an encoder.
 *
 * @throws UserError for settings that do not go together
 */
export function stepsBefore(
  options: Shared & StepFlags & GivenOf<typeof SOURCE_SETTINGS>,
): StepsBefore {
  const given = withoutNothing(options);
  assertTogether(given);
  const { detector, detectorSize, endpoint, model } = given;
  const shared = givenIn(SHARED_SETTINGS, given);
  return withoutNothing({
    ground: detector && withoutNothing({ ...shared, detector, detectorSize }),
    describe: endpoint && model && { ...shared, endpoint, model },
  }) as StepsBefore;
}

function assertTogether(given: object): void {
  const pairs = [
    ['detector', 'boxes'],
    ['endpoint', 'texts'],
  ];
  for (const [step, made] of pairs) {
    if (step in given && made in given) {
      throw new UserError(`give ${setting(step)} or ${setting(made)}, not both`);
    }
  }
  const needs = [
    ['detectorSize', 'detector'],
    ['endpoint', 'model'],
    ['model', 'endpoint'],
  ];
  for (const [key, other] of needs) {
    if (key in given && !(other in given)) {
      throw new UserError(`${setting(key)} needs ${setting(other)} too`);
    }
  }
}
