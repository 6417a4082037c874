// What an analysis is given and gives.
import type { AnalysisName, DetailOf } from '../../records/analyze-records.ts';
import { setting, UserError } from '../../util/errors.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';
import type { RankerRun } from '../ranker-run.ts';

/** What an analysis looks at. */
export interface AnalysisInput {
  /** Corpus folder. */
  readonly corpus: string;
  /** File of semantic IDs; undefined where the run has none and none was given. */
  readonly sids: string | undefined;
  /** The trained ranker; undefined where only a corpus and its codes were given. */
  readonly run: RankerRun | undefined;
  /** The day that is looked at; undefined: the day after the run's last one. */
  readonly day: number | undefined;
  /** Only the first hours of that day. */
  readonly hours: number | undefined;
  /** Of what is drawn at random. */
  readonly seed: number;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/** What came out. */
export interface AnalysisResult<N extends AnalysisName = AnalysisName> {
  /**
   * Numbers by name, NaN where there was nothing to measure. `sid compare` averages them over seeds under
   * `<analysis>/<name>`; a config's claims are about them.
   */
  readonly figures: Readonly<Record<string, number>>;
  /** Figures that cannot be anything else, whatever the ranker learned: no verdict is passed on them. */
  readonly byConstruction?: readonly string[];
  /** What charts are drawn from: small JSON. */
  readonly detail: DetailOf<N>;
}

/** @throws UserError if no ranker was given */
export function runOf(input: AnalysisInput, name: string): RankerRun {
  if (input.run === undefined) {
    throw new UserError(
      `${name} looks at a trained ranker; give its folder with ${setting('run')}`,
    );
  }
  return input.run;
}

/** @throws UserError if there are no semantic IDs */
export function sidsOf(input: AnalysisInput, name: string): string {
  if (input.sids === undefined) {
    throw new UserError(
      `${name} needs semantic IDs; give the file of sid assign with ${setting('sids')}`,
    );
  }
  return input.sids;
}
