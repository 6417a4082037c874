// What was asked and what it took, kept while it is asked: a run that was killed knows what it has spent.
import { appendFileSync, createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { amount, objectOf, string, union, wordOf } from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import { parseJson } from '../schema/parse-json.ts';
import { formatCount } from '../util/format-count.ts';
import { plural } from '../util/plural.ts';
import type { Answer } from './ask.ts';
import { ROLES } from './roles.ts';
import type { Role } from './roles.ts';

/** What one role has taken. */
export interface RoleSpending {
  /** Answers of the endpoint. */
  calls: number;
  /** Answers that were in the cache. */
  cached_calls: number;
  /** Of the calls, as the endpoint counts them. */
  input_tokens: number;
  output_tokens: number;
}

export interface Spending {
  readonly by_role: Readonly<Record<Role, Readonly<RoleSpending>>>;
  /** Questions that were asked again after a fault. */
  readonly retries: number;
}

const role = wordOf(...ROLES);
const lineSchema = union(
  [
    objectOf({ answered: role, input_tokens: amount, output_tokens: amount }),
    objectOf({ found: role }),
    objectOf({ fault: string() }),
  ],
  'a line of what was spent',
);
type Line = InferOutput<typeof lineSchema>;

/** A file with a line for each answer and each fault. */
export class SpendingLog {
  private readonly path: string;
  private calls = 0;
  private retries = 0;

  constructor(path: string) {
    this.path = path;
  }

  addAnswer(role: Role, { inputTokens, outputTokens }: Answer): void {
    this.calls++;
    this.add({ answered: role, input_tokens: inputTokens, output_tokens: outputTokens });
  }

  addFound(role: Role): void {
    this.add({ found: role });
  }

  addFault(message: string): void {
    this.retries++;
    this.add({ fault: message });
  }

  /** What this process has asked so far, for progress: "120 calls, 2 asked again". */
  note(): string {
    const again = this.retries === 0 ? '' : `, ${formatCount(this.retries)} asked again`;
    return `${plural(this.calls, 'call')}${again}`;
  }

  /** Whether anything was answered or found, in this process or one before it. */
  async hasAnswers(): Promise<boolean> {
    const roles = Object.values((await this.read()).by_role);
    return roles.some(({ calls, cached_calls }) => calls + cached_calls > 0);
  }

  /** Over all processes of the run. */
  async read(): Promise<Spending> {
    const empty = { calls: 0, cached_calls: 0, input_tokens: 0, output_tokens: 0 };
    const byRole = Object.fromEntries(ROLES.map((each) => [each, { ...empty }]));
    const spending = { by_role: byRole as Record<Role, RoleSpending>, retries: 0 };
    if (!existsSync(this.path)) return spending;
    for await (const text of createInterface(createReadStream(this.path))) {
      const line = parseLine(text);
      if (line === undefined) continue;
      if ('fault' in line) {
        spending.retries++;
      } else if ('found' in line) {
        spending.by_role[line.found].cached_calls++;
      } else {
        const sum = spending.by_role[line.answered];
        sum.calls++;
        sum.input_tokens += line.input_tokens;
        sum.output_tokens += line.output_tokens;
      }
    }
    return spending;
  }

  /** The line's end comes first, so that what a kill leaves of a line does not spoil the next. */
  private add(line: Line): void {
    appendFileSync(this.path, `\n${JSON.stringify(line)}`);
  }
}

/** Undefined for what a kill has cut short. */
function parseLine(text: string): Line | undefined {
  try {
    return parseJson(lineSchema, JSON.parse(text), '');
  } catch {
    return undefined;
  }
}
