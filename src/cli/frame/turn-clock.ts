// Seconds of rankers that train together.

/** Divides the seconds of rankers that train together among them. */
export interface TurnClock {
  /** From now on this one works; undefined: what is done is done for all. */
  readonly onTurn: (job: number | undefined) => void;
  /** So far: its own turns, and an equal share of what was done for all. */
  readonly secondsOf: (job: number) => number;
}

/** Starts with work for all. For one job all time is its own. */
export function createTurnClock(
  numJobs: number,
  nowSeconds: () => number = () => performance.now() / 1000,
): TurnClock {
  const own = Array.from({ length: numJobs }, () => 0);
  let forAll = 0;
  let atWork: number | undefined;
  let since = nowSeconds();
  const book = (): void => {
    const now = nowSeconds();
    if (atWork === undefined) forAll += now - since;
    else own[atWork] += now - since;
    since = now;
  };
  return {
    onTurn(job) {
      book();
      atWork = job;
    },
    secondsOf(job) {
      book();
      return own[job] + forAll / numJobs;
    },
  };
}
