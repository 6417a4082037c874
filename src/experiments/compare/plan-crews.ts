// Which trials share a process and train together.
import { findPlace, placeText } from '../../ranker/train/training-position.ts';
import { groupBy } from '../../util/group-by.ts';
import type { Work } from './plan-comparison.ts';
import { partialFolder } from '../run-folder.ts';
import { isFinished, runSteps } from './step.ts';

/** What one process does: trials that train together, over one reading of the days. */
export interface Crew {
  /** "prefix, seed 1 and 2 more" */
  readonly name: string;
  readonly works: readonly Work[];
  readonly words: readonly string[];
  readonly input: string;
}

/** Decoding is a small part of a trial's time: what a seventh would save is not worth its memory. */
const MOST_TRIALS = 6;
const MOST_TABLE_BYTES = 2e9;

/**
 * Shares work out so that `jobs` processes have equally much to do. Trials train together where they are given the
 * same batches and stand at the same place; at most six, and so many that their tables take 2 GB at most.
 */
export function planCrews(works: readonly Work[], jobs: number): Crew[] {
  const untrained = works.filter(({ steps }) => !isFinished(steps[0]));
  const trained = works.filter(({ steps }) => isFinished(steps[0]));
  const groups = groupBy(untrained, (work) => `${work.trials[0].training.stream} ${placeOf(work)}`);
  const crews = [...groups.values()].flatMap((group) => deal(group, jobs).map(createCrew));
  return [...crews, ...trained.map(createSolo)];
}

/** A trial in a process of its own. */
export function createSolo(work: Work): Crew {
  return { name: work.name, works: [work], ...runSteps(work.steps) };
}

function createCrew(works: readonly Work[]): Crew {
  if (works.length === 1) return createSolo(works[0]);
  const together = works.map(({ steps }) => steps[0]);
  const after = works.flatMap(({ steps }) => steps.slice(1));
  return {
    name: `${works[0].name} and ${works.length - 1} more`,
    works,
    ...runSteps([together, ...after]),
  };
}

/** Where a trial's training begins: an interrupted one goes on from its checkpoint. */
function placeOf({ steps }: Work): string {
  return placeText(findPlace(partialFolder(steps[0].folder)));
}

/** One by one to as few crews as may be; so each has some of every strategy, which take unlike time. */
function deal(works: readonly Work[], jobs: number): Work[][] {
  const inCrew = Math.min(MOST_TRIALS, Math.ceil(works.length / jobs));
  let numCrews = Math.ceil(works.length / inCrew);
  for (;;) {
    // As many again for each job.
    if (numCrews > jobs) numCrews = jobs * Math.ceil(numCrews / jobs);
    const crews = [...groupBy([...works.keys()], (i) => i % numCrews).values()].map((members) =>
      members.map((i) => works[i]),
    );
    if (crews.every(hasRoom)) return crews;
    numCrews += 1;
  }
}

function hasRoom(works: readonly Work[]): boolean {
  const bytes = works.reduce((sum, { trials }) => sum + trials[0].training.tableBytes, 0);
  return works.length === 1 || bytes <= MOST_TABLE_BYTES;
}
