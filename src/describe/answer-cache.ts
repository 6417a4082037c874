// Answers by what was asked: no question is paid for twice.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { amount, objectOf, string } from '../schema/json.ts';
import { parseJson } from '../schema/parse-json.ts';
import { writeFileWhole } from '../util/atomic-output.ts';
import { hashBytes } from '../util/hash-file.ts';
import type { Answer, Ask, Question } from './ask.ts';
import type { Sampling } from './request-form.ts';

const answerSchema = objectOf({ text: string(), inputTokens: amount, outputTokens: amount });

/** Part of every name: a change of how questions are put raises it. */
const FORMAT = 1;

/**
 * Looks for answers in a folder before it asks, and keeps those that come. A file an answer, so that several processes may
 * share the folder and a kill loses none. Neither the endpoint nor the limit of tokens is part of a name: the same
 * model may move, and answers that were cut off are not kept.
 *
 * @param onFound told of each answer that was there
 */
export function createAnswerCache(
  folder: string,
  { model, seed }: Sampling,
  ask: Ask,
  onFound: (question: Question) => void,
): Ask {
  return async (question) => {
    const { prompt, picture } = question;
    const asked = JSON.stringify([FORMAT, model, seed, prompt, picture?.hash ?? null]);
    const name = hashBytes(asked);
    const path = join(folder, name.slice(0, 2), `${name.slice(2)}.json`);
    const found = readAnswerFile(path);
    if (found !== undefined) {
      onFound(question);
      return found;
    }
    const answer = await ask(question);
    // Not forced to the disk, which would hold up everybody: a file that a failing machine damages is asked for again.
    await writeFileWhole(path, (temporaryPath) => {
      writeFileSync(temporaryPath, `${JSON.stringify(answer)}\n`);
    });
    return answer;
  };
}

/** Undefined where there is none, or a damaged one: then it is asked for again. */
function readAnswerFile(path: string): Answer | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return parseJson(answerSchema, JSON.parse(readFileSync(path, 'utf8')), '');
  } catch {
    return undefined;
  }
}
