// What can be chosen of `sid describe`.
import { CATALOG_SETTINGS } from '../data/catalog/catalog-settings.ts';
import { PARTS_SETTINGS } from '../parts/parts-settings.ts';
import { PICTURE_SETTINGS } from '../pictures/picture-settings.ts';
import { decidingNothing, onlyWith } from '../schema/change-settings.ts';
import {
  flag,
  folder,
  nonNegativeInt,
  numberWithin,
  positiveInt,
  positiveNumber,
  textCalled,
  wholeNumber,
} from '../schema/kinds.ts';
import { defineSettings, pickSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';
import { pricesKind } from './prices.ts';

const WITH_PICTURES = { textOnly: 'missing' } as const;

/** What decides texts: a run goes on only with the same. */
const TEXT_SETTINGS = defineSettings({
  ...CATALOG_SETTINGS,
  model: { kind: textCalled('name'), required: true, says: 'model, as the endpoint calls it' },
  rounds: {
    kind: wholeNumber({ least: 0, most: 100 }),
    default: 5,
    paper: '5',
    says: 'how often a text is judged at most; 0 takes the first',
  },
  prompts: {
    kind: folder,
    default: null,
    otherwise: "sid's own, configs/prompts",
    says: 'folder with summarizer.txt, evaluator.txt and refiner.txt',
  },
  textOnly: {
    kind: flag,
    default: false,
    says: 'send no pictures, for a model that takes none',
  },
  pictureSize: {
    kind: positiveInt,
    default: 512,
    onlyWith: WITH_PICTURES,
    says: 'longer side in pixels at which pictures are sent, as JPEG; a larger one is shrunk',
  },
  seed: {
    kind: nonNegativeInt,
    default: 1,
    says: 'sent beside temperature 0 to endpoints that take one',
  },
  ...onlyWith(PICTURE_SETTINGS, WITH_PICTURES),
  ...PARTS_SETTINGS,
});

/** How texts are got; may differ when a run goes on. */
const ENDPOINT_SETTINGS = decidingNothing(
  defineSettings({
    endpoint: {
      kind: textCalled('url'),
      required: true,
      says: 'base URL of an OpenAI-compatible endpoint: http://localhost:8000/v1',
    },
    cache: {
      kind: folder,
      default: null,
      otherwise: 'beside --out, with .answers behind its name',
      says: 'folder of answers, which runs and shards may share; what was asked once is not asked again',
    },
    concurrency: { kind: positiveInt, default: 4, says: 'items that are worked on at a time' },
    requestsPerMinute: {
      kind: positiveNumber,
      default: null,
      otherwise: 'no limit',
      says: 'requests at most, evenly apart',
    },
    maxTokens: {
      kind: positiveInt,
      default: 1000,
      says: 'tokens of an answer at most; models that think aloud need more',
    },
    retries: {
      kind: nonNegativeInt,
      default: 6,
      says: 'how often a question is asked again after 429, 5xx, no or half an answer',
    },
    // Node gives up on an answer's head after 300 s.
    timeoutSeconds: {
      kind: numberWithin({ least: 0.01, most: 300 }),
      default: 120,
      says: 'most time for one answer',
    },
    prices: {
      kind: pricesKind,
      default: null,
      otherwise: 'no cost is shown',
      says: 'what a million tokens cost, in and out: 2.5,10',
    },
  }),
);

/** What must be given comes first. */
export const DESCRIBE_SETTINGS = defineSettings({
  ...CATALOG_SETTINGS,
  ...pickSettings(ENDPOINT_SETTINGS, ['endpoint']),
  ...TEXT_SETTINGS,
  ...ENDPOINT_SETTINGS,
});
export type DescribeSettings = SettingsOf<typeof DESCRIBE_SETTINGS>;
