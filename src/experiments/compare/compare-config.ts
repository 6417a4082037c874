// What a comparison's config holds.
import { array, unknown } from '../../schema/json.ts';
import { jsonOf, text } from '../../schema/kinds.ts';
import { completeSettings, defineSettings, parseGiven } from '../../schema/settings.ts';
import type { RawConfig } from '../../schema/load-config.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { claimSchema, completeClaim } from './claim-config.ts';
import type { Claim } from './claim-config.ts';
import { assertFigureKnown } from './figure-names.ts';
import { parsePointConfig, POINT_KEYS } from './point-config.ts';
import type { PointConfig } from './point-config.ts';
import { expandSweep } from './sweep.ts';
import type { Point } from './sweep.ts';

/** What `sid compare --config` reads. */
export interface CompareConfig {
  /** For headings. */
  readonly title: string | undefined;
  /** Claims that the results are checked against. */
  readonly claims: readonly Claim[];
  /** One for each combination of swept values; a single one without a sweep. */
  readonly points: readonly ComparePoint[];
}

/** A comparison at one point of its sweep. */
export interface ComparePoint {
  readonly point: Point;
  /** "history pma"; empty where nothing is swept. */
  readonly label: string;
  readonly config: PointConfig;
}

/** Keys that are for the comparison as a whole. */
const WHOLE_KEYS = defineSettings({
  sweep: { kind: jsonOf(unknown()), default: null, says: 'fields to vary, see below' },
  claims: {
    kind: jsonOf(array(claimSchema, 'a list')),
    default: [],
    says: 'statements to judge, see below',
  },
  title: { kind: text, default: null, says: 'a heading' },
});

/** All keys of a config. */
export const COMPARE_KEYS = { ...POINT_KEYS, ...WHOLE_KEYS };

/** @throws UserError for missing, unknown or contradicting keys, and for claims about lines that are not there */
export function parseCompareConfig(raw: RawConfig): CompareConfig {
  const unknownKey = Object.keys(raw).find((key) => !(key in COMPARE_KEYS));
  if (unknownKey !== undefined) {
    throw new UserError(
      `unknown key "${unknownKey}"; ${suggestName(unknownKey, Object.keys(COMPARE_KEYS))}`,
    );
  }
  const { claims, title, ...swept } = raw;
  const whole = completeSettings(WHOLE_KEYS, parseGiven(WHOLE_KEYS, { claims, title }, ''), '');
  const points = expandSweep(swept, Object.keys(POINT_KEYS)).map(
    ({ point, label, raw: ofPoint }) => ({
      point,
      label,
      config: explainAt(label, () => parsePointConfig(ofPoint)),
    }),
  );
  const config = {
    title: whole.title ?? undefined,
    claims: whole.claims.map((claim, i) => completeClaim(claim, `claims[${i}]`)),
    points,
  };
  assertClaimsFit(config);
  return config;
}

/** A line's name in the table: "prefix, history pma". */
export function lineName(strategy: string, label: string): string {
  return label === '' ? strategy : `${strategy}, ${label}`;
}

function explainAt<T>(label: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (label === '' || !(error instanceof UserError)) throw error;
    throw new UserError(`${error.message} (at "${label}" of the sweep)`);
  }
}

function assertClaimsFit({ claims, points }: CompareConfig): void {
  const names = points.flatMap(({ label, config }) =>
    config.strategies.map(({ name }) => lineName(name, label)),
  );
  for (const [i, { figure, of, than, thanFigure }] of claims.entries()) {
    for (const name of [...of, ...(typeof than === 'number' ? [] : than)]) {
      if (!names.includes(name)) {
        throw new UserError(
          `"claims[${i}]": there is no line "${name}"; ${suggestName(name, names)}`,
        );
      }
    }
    assertFigureKnown(figure, points[0].config, `claims[${i}].figure`);
    assertFigureKnown(thanFigure, points[0].config, `claims[${i}].thanFigure`);
  }
}
