// What a comparison's config holds.
import { listOf, optional, text } from '../../schema/fields.ts';
import type { RawConfig } from '../../schema/load-config.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { claim } from './claim-config.ts';
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
  /** What the results are held against. */
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

/** @throws UserError for missing, unknown or contradicting keys, and for claims about lines that are not there */
export function parseCompareConfig(raw: RawConfig): CompareConfig {
  const { title, claims, ...rest } = raw;
  const points = expandSweep(rest, POINT_KEYS).map(({ point, label, raw: ofPoint }) => ({
    point,
    label,
    config: explainAt(label, () => parseWithHints(ofPoint)),
  }));
  const config = {
    title: optional(text)(title, 'title'),
    claims:
      Array.isArray(claims) && claims.length === 0
        ? []
        : (optional(listOf(claim))(claims, 'claims') ?? []),
    points,
  };
  assertClaimsFit(config);
  return config;
}

/** A line's name in the table: "prefix, history pma". */
export function lineName(strategy: string, label: string): string {
  return label === '' ? strategy : `${strategy}, ${label}`;
}

/** A misspelt key may be meant for the whole comparison. */
function parseWithHints(raw: RawConfig): PointConfig {
  const known = [...POINT_KEYS, 'title', 'claims', 'sweep'];
  const unknown = Object.keys(raw).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new UserError(`unknown key "${unknown}"; ${suggestName(unknown, known)}`);
  }
  return parsePointConfig(raw);
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
