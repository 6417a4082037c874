// Grounding and describing as steps before an encoder.
import { folder, positiveInt, textCalled } from '../schema/kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import { READERS } from './encoder-names.ts';

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
