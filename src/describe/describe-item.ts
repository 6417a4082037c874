// The loop of one item: a text, what is wrong with it, a better text.
import type { Ask, SentPicture } from './ask.ts';
import { UnansweredError } from './ask.ts';
import { cleanAnswer, cleanText, saysStop } from './clean-answer.ts';
import { NO_FACTS } from './item-facts.ts';
import { fillPrompt } from './prompts.ts';
import type { Prompts, PromptValues } from './prompts.ts';
import type { Role } from './roles.ts';

/** What there is to describe; one of both at least. */
export interface Subject {
  readonly facts: string | null;
  readonly picture: SentPicture | null;
}

/** One answer of a transcript. */
export interface Step {
  readonly role: Role;
  readonly answer: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
}

export interface Description {
  readonly text: string;
  /** How often the Evaluator was asked. */
  readonly rounds: number;
  /** Whether the Evaluator had nothing to say against it. */
  readonly isGood: boolean;
  readonly steps: readonly Step[];
}

export interface Loop {
  readonly prompts: Prompts;
  /** At most; 0: the Summarizer's text as it is. */
  readonly rounds: number;
  readonly ask: Ask;
}

/**
 * Giahi 2025, step 2: q_0 by the Summarizer; in each round the Evaluator ends it with <STOP>, or the Refiner makes q_{i+1}
 * of q_i and the criticism. The text of the last round is not judged any more.
 *
 * @throws UnansweredError if one of the three gives no answer
 */
export async function describeItem(
  { facts, picture }: Subject,
  { prompts, rounds, ask }: Loop,
): Promise<Description> {
  const steps: Step[] = [];
  const answerOf = async (role: Role, values: PromptValues): Promise<string> => {
    const prompt = fillPrompt(prompts[role], { facts: facts ?? NO_FACTS, ...values });
    const { text, inputTokens, outputTokens } = await ask({ role, prompt, picture });
    steps.push({ role, answer: text, input_tokens: inputTokens, output_tokens: outputTokens });
    return text;
  };
  const textOf = async (role: Role, values: PromptValues): Promise<string> => {
    const text = cleanText(await answerOf(role, values));
    if (text === '') throw new UnansweredError(`the ${role} gives thoughts, but no text`);
    return text;
  };
  let text = await textOf('summarizer', {});
  for (let round = 1; round <= rounds; round++) {
    const verdict = await answerOf('evaluator', { text });
    if (saysStop(verdict)) return { text, rounds: round, isGood: true, steps };
    text = await textOf('refiner', { text, criticism: cleanAnswer(verdict) });
  }
  return { text, rounds, isGood: false, steps };
}
