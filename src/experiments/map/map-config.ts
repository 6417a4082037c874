// What a map's config holds: a comparison, axes along which its world changes, and the places that are wanted.
import {
  array,
  byName,
  exactOptional,
  minLength,
  nullable,
  number,
  objectOf,
  pipe,
  union,
  unknown,
} from '../../schema/json.ts';
import type { InferOutput } from '../../schema/json.ts';
import { jsonOf, nonNegativeInt, oneOf, text } from '../../schema/kinds.ts';
import type { RawConfig } from '../../schema/load-config.ts';
import { completeSettings, defineSettings, parseGiven } from '../../schema/settings.ts';
import type { SettingsOf } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';

/** How a value lies between two others: by ratio, by difference, or not at all. */
const SCALES = ['log', 'linear', 'words'] as const;

/** A number, a word like "none", or several settings under one label. */
const axisValue = union(
  [number(), text.schema, objectOf({ label: text.schema, set: byName(unknown()) })],
  'a number, a word, or {"label", "set"}',
);

const axisSchema = objectOf({
  says: text.schema,
  scale: oneOf(SCALES).schema,
  /** Keys of the comparison, "simulate.items"; a number is what the value is multiplied by, to a whole number. */
  sets: exactOptional(byName(nullable(number()))),
  values: pipe(array(axisValue, 'a list'), minLength(1, 'a list')),
  /** Where the axis stands while others change. */
  base: union([number(), text.schema], 'a number or a word'),
});

/** A direction in which worlds, codes or models differ. */
export interface Axis extends Omit<InferOutput<typeof axisSchema>, 'base' | 'sets'> {
  readonly name: string;
  readonly base: string;
  readonly sets: Readonly<Record<string, number | null>>;
}

/** All keys of a map's config. */
export const MAP_KEYS = defineSettings({
  title: { kind: text, required: true, says: 'a heading' },
  axes: { kind: jsonOf(byName(axisSchema)), required: true, says: 'axes by name' },
  grids: {
    kind: jsonOf(array(array(text.schema, 'a list'), 'a list')),
    required: true,
    says: 'lists of axes: all their values together, the other axes at their base',
  },
  refine: {
    kind: jsonOf(objectOf({ claim: text.schema, places: nonNegativeInt.schema })),
    default: null,
    says: 'between which places more are put: where the difference of this claim changes its sign',
  },
  compare: {
    kind: jsonOf(byName(unknown())),
    required: true,
    says: 'the config of `sid compare` that is run at every place',
  },
});

/** What `sid map --config` reads. */
export interface MapConfig extends Omit<SettingsOf<typeof MAP_KEYS>, 'axes' | 'compare'> {
  readonly axes: readonly Axis[];
  readonly compare: RawConfig;
}

/** @throws UserError for missing, unknown or contradicting keys */
export function parseMapConfig(raw: unknown): MapConfig {
  const { axes: written, ...keys } = completeSettings(MAP_KEYS, parseGiven(MAP_KEYS, raw, ''), '');
  const axes = Object.entries(written).map(([name, axis]) => ({
    ...axis,
    name,
    base: String(axis.base),
    sets: axis.sets ?? {},
  }));
  for (const axis of axes) assertBase(axis);
  const names = axes.map(({ name }) => name);
  const stranger = keys.grids.flat().find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new UserError(
      `"grids": no axis is called "${stranger}"; ${suggestName(stranger, names)}`,
    );
  }
  return { ...keys, axes };
}

/** What a value is called. */
export function labelOf(value: Axis['values'][number]): string {
  return typeof value === 'object' ? value.label : String(value);
}

function assertBase({ name, values, base }: Axis): void {
  const labels = values.map(labelOf);
  if (labels.includes(base)) return;
  throw new UserError(`"axes.${name}.base" is "${base}"; ${suggestName(base, labels)}`);
}
