import { afterEach, expect } from 'vitest';
import type { Question } from '../../src/describe/ask.ts';
import { createEndpoint } from '../../src/describe/chat-endpoint.ts';
import { EndpointFault } from '../../src/describe/endpoint-fault.ts';
import { testWithPackages } from '../support/embed-packages.ts';
import { startStandIn } from '../support/stand-in-endpoint.ts';
import type { Fault, StandIn } from '../support/stand-in-endpoint.ts';

const KEY = 'sk-1234567890';
const question: Question = { role: 'summarizer', prompt: 'a cup?', picture: null };
const withPicture = { ...question, picture: { jpeg: Uint8Array.of(255, 216, 1), hash: 'h' } };

let standIn: StandIn | undefined;
const warnings: string[] = [];
afterEach(async () => {
  await standIn?.close();
  warnings.length = 0;
});

type Answerer = Parameters<typeof startStandIn>[0];

async function endpointOf(answer: Answerer, options: { timeoutMs?: number; key?: null } = {}) {
  standIn = await startStandIn(answer);
  return createEndpoint({
    url: standIn.url,
    sampling: { model: 'm', seed: 7, maxTokens: 50 },
    ...{ timeoutMs: 5000, key: KEY, warn: (line) => warnings.push(line), ...options },
  });
}

/** The fault of an endpoint's answer. */
async function faultOf(answer: string | Fault, asked = question): Promise<EndpointFault> {
  const ask = await endpointOf(() => answer);
  return ask(asked).then(
    () => expect.fail('an answer came'),
    (error: unknown) => error as EndpointFault,
  );
}

testWithPackages('a question is asked as the protocol wants it', async () => {
  const ask = await endpointOf(() => 'A red cup');
  expect(await ask(withPicture)).toEqual({ text: 'A red cup', inputTokens: 100, outputTokens: 3 });
  const [{ headers, body, picture }] = standIn?.requests ?? [];
  expect(headers.authorization).toBe(`Bearer ${KEY}`);
  expect(body).toMatchObject({ model: 'm', temperature: 0, seed: 7, max_tokens: 50 });
  expect(picture).toBe('data:image/jpeg;base64,/9gB');
  await ask(question);
  // Plain text where there is no picture: servers that take none want no list.
  expect(standIn?.requests[1].body.messages).toEqual([{ role: 'user', content: 'a cup?' }]);
});

const faults: readonly [string, string | Fault, 'again' | 'item' | 'stop', RegExp][] = [
  ['cut off', { fault: 'cut off' }, 'again', /the connection failed \(UND_ERR_SOCKET\)|terminated/],
  ['malformed', { fault: 'body', body: '{"choices": [' }, 'again', /cut off or no JSON/],
  ['no object', { fault: 'body', body: '[]' }, 'again', /no JSON object/],
  ['without choices', { fault: 'no choices' }, 'again', /is empty/],
  ['blank', ' \n', 'again', /is empty/],
  ['disconnected', { fault: 'disconnected' }, 'again', /connection failed/],
  [
    'an error within',
    { fault: 'body', body: '{"error": {"message": "overloaded"}}' },
    'again',
    /error: overloaded/,
  ],
  ['500', { fault: 'status', status: 500 }, 'again', /^status 500: out of order$/],
  ['503 without a word', { fault: 'status', status: 503, error: '' }, 'again', /^status 503$/],
  ['429', { fault: 'status', status: 429 }, 'again', /^status 429/],
  ['too long', { fault: 'finished by', reason: 'length' }, 'item', /longer than ‹maxTokens›/],
  ['filtered', { fault: 'finished by', reason: 'content_filter' }, 'item', /content filter/],
  [
    '400',
    { fault: 'status', status: 400, error: { detail: 'bad prompt' } },
    'item',
    /^status 400: bad prompt$/,
  ],
  [
    '422',
    { fault: 'status', status: 422, error: { object: 'error', message: 'no' } },
    'item',
    /^status 422: no$/,
  ],
  [
    'a page',
    { fault: 'body', body: '<html>', type: 'text/html' },
    'stop',
    /web page; check ‹endpoint›/,
  ],
  [
    '404',
    { fault: 'status', status: 404, error: { error: 'model "m" not found' } },
    'stop',
    /not found; check ‹endpoint›/,
  ],
  [
    'moved',
    { fault: 'status', status: 307, headers: { location: 'http://elsewhere/v1' } },
    'stop',
    /on to http:\/\/elsewhere\/v1/,
  ],
  [
    'no money',
    {
      fault: 'status',
      status: 429,
      error: { error: { message: 'You exceeded', code: 'insufficient_quota' } },
    },
    'stop',
    /quota is used up/,
  ],
  [
    'pay first',
    { fault: 'status', status: 402, error: { error: { message: 'Insufficient Balance' } } },
    'stop',
    /Insufficient Balance/,
  ],
];
for (const [name, answer, consequence, message] of faults) {
  testWithPackages(`what follows from an answer that is ${name}: ${consequence}`, async () => {
    const fault = await faultOf(answer);
    expect(fault).toBeInstanceOf(EndpointFault);
    expect(fault.message).toMatch(message);
    expect(fault.consequence).toBe(consequence);
    expect(standIn?.requests).toHaveLength(1);
  });
}

testWithPackages('a key that is refused ends it, in a line that does not show it', async () => {
  for (const status of [401, 403]) {
    const error = { error: { message: `Incorrect API key provided: ${KEY}` } };
    const fault = await faultOf({ fault: 'status', status, error });
    expect(fault.consequence).toBe('stop');
    expect(fault.message).toContain('refuses the key in OPENAI_API_KEY');
    expect(fault.message).not.toContain(KEY.slice(3));
  }
  const ask = await endpointOf(() => ({ fault: 'status', status: 401 }), { key: null });
  await expect(ask(question)).rejects.toThrow('wants a key');
  expect(standIn?.requests[0].headers.authorization).toBe('Bearer none');
});

testWithPackages(
  'an endpoint that repeats the key does not get it into answers or faults',
  async () => {
    const ask = await endpointOf((_, i) =>
      i === 0
        ? `a cup of ${KEY}`
        : { fault: 'status', status: 400, error: { error: { message: `what\nis ${KEY}?` } } },
    );
    expect((await ask(question)).text).toBe('a cup of [key]');
    await expect(ask(question)).rejects.toThrow('status 400: what is [key]?');
  },
);

testWithPackages('retry-after is understood in seconds and in milliseconds', async () => {
  const headers = { 'retry-after': '7' };
  const fault = await faultOf({ fault: 'status', status: 429, headers });
  expect(fault).toMatchObject({ retryAfterMs: 7000, isTooMany: true });
  const both = { ...headers, 'retry-after-ms': '20.5' };
  expect(await faultOf({ fault: 'status', status: 503, headers: both })).toMatchObject({
    ...{ retryAfterMs: 20.5, isTooMany: false },
  });
});

testWithPackages('time runs out before the head of an answer and within its body', async () => {
  for (const answer of [{ fault: 'slow', ms: 2000, text: '' }, { fault: 'stalled' }] as const) {
    const ask = await endpointOf(() => answer, { timeoutMs: 100 });
    const fault = await ask(question).catch((error: unknown) => error);
    expect(fault).toMatchObject({ consequence: 'again', message: 'no answer within 0.1 s' });
    await standIn?.close();
  }
});

testWithPackages(
  'parameters that are refused are left out from then on, and this is said once',
  async () => {
    const refusals = [
      { message: "Unsupported parameter: 'max_tokens'", param: 'max_tokens' },
      { message: "'temperature' does not support 0 with this model.", param: 'temperature' },
      { message: '[{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]' },
    ];
    const ask = await endpointOf((_, i) =>
      i < 3 ? { fault: 'status', status: i < 2 ? 400 : 422, error: { error: refusals[i] } } : 'yes',
    );
    expect((await ask(question)).text).toBe('yes');
    expect((await ask(question)).text).toBe('yes');
    expect(standIn?.requests).toHaveLength(5);
    const { messages, ...rest } = standIn?.requests[4].body ?? {};
    expect(messages).toBeDefined();
    expect(rest).toEqual({ model: 'm', max_completion_tokens: 50 });
    expect(warnings.map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'does not take max_tokens: it gets max_completion_tokens',
      'does not take temperature: it gets none',
      'does not take seed: it gets none',
    ]);
  },
);

testWithPackages('an endpoint without eyes is answered with a hint, at once', async () => {
  const error = { error: { message: 'image input is not supported' } };
  const fault = await faultOf({ fault: 'status', status: 500, error }, withPicture);
  expect(fault).toMatchObject({ consequence: 'item' });
  expect(fault.message).toContain('‹textOnly›');
});

testWithPackages('an address where nobody listens ends it at once', async () => {
  const ask = await endpointOf(() => 'yes');
  await standIn?.close();
  const fault = await ask(question).catch((error: unknown) => error);
  expect(fault).toMatchObject({ consequence: 'stop' });
  expect((fault as Error).message).toMatch(/cannot be reached \(ECONNREFUSED\); check ‹endpoint›/);
});

testWithPackages(
  'where it has answered before, a connection that fails is tried again',
  async () => {
    const ask = await endpointOf(() => 'yes');
    await ask(question);
    await standIn?.close();
    const fault = await ask(question).catch((error: unknown) => error);
    expect(fault).toMatchObject({ consequence: 'again' });
  },
);
