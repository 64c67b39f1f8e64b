/** One call of an OpenAI-compatible endpoint: bounded in time and size, no redirects, no secrets in errors. */
import { NightglassError } from '@nightglass/model';

export interface Endpoint {
  /** As `http://127.0.0.1:11434/v1`; `/chat/completions` is added. */
  url: URL;
  /** '' for none. */
  key: string;
  model: string;
}

export interface Limits {
  timeoutMs: number;
  /** Of the whole answer. */
  maxBytes: number;
}

export const defaultLimits: Limits = { timeoutMs: 20_000, maxBytes: 256 * 1024 };

/** The text of the answer. NG_NARRATOR_FAILED says what went wrong, without what the endpoint said. */
export const chat = async (
  endpoint: Endpoint,
  messages: { system: string; user: string },
  signal: AbortSignal,
  limits: Limits = defaultLimits,
): Promise<string> => {
  const late = AbortSignal.timeout(limits.timeoutMs);
  const either = AbortSignal.any([signal, late]);
  try {
    return contentOf(await send(endpoint, messages, either, limits, true));
  } catch (error) {
    if (error instanceof NightglassError) throw error;
    if (signal.aborted) throw failed('it was cancelled', error);
    if (late.aborted) throw failed(`it did not answer within ${limits.timeoutMs / 1000} s`, error);
    throw failed('it cannot be reached', error);
  }
};

export const failed = (what: string, cause?: unknown): NightglassError =>
  new NightglassError('NG_NARRATOR_FAILED', `the language model was not used: ${what}`, {
    hint: 'The diagnosis does not need it. See docs/narrator.md for its options.',
    cause,
  });

const send = async (
  { url, key, model }: Endpoint,
  { system, user }: { system: string; user: string },
  signal: AbortSignal,
  limits: Limits,
  asJson: boolean,
): Promise<string> => {
  const target = new URL(url);
  target.pathname = `${target.pathname.replace(/\/+$/, '')}/chat/completions`;
  const response = await fetch(target, {
    method: 'POST',
    redirect: 'manual',
    signal,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({
      model,
      temperature: 0,
      stream: false,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      ...(asJson ? { response_format: { type: 'json_object' } } : {}),
    }),
  });
  if (response.status === 400 && asJson) {
    await response.body?.cancel();
    // Some servers do not know response_format.
    return send({ url, key, model }, { system, user }, signal, limits, false);
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw failed(`it answered with status ${response.status}`);
  }
  return readText(response, limits.maxBytes);
};

const readText = async (response: Response, maxBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (size > maxBytes) throw failed(`its answer is larger than ${maxBytes / 1024} KiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** `choices[0].message.content`, wherever else the answer may hold anything. */
const contentOf = (body: string): string => {
  const answer = parsed(body);
  const choices = (answer as { choices?: unknown } | null)?.choices;
  const message = Array.isArray(choices) ? (choices[0] as { message?: unknown } | null)?.message : undefined;
  const content = (message as { content?: unknown } | null | undefined)?.content;
  if (typeof content !== 'string' || content.trim() === '') throw failed('its answer holds no text');
  return content;
};

/** NG_NARRATOR_FAILED when it is no JSON. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw failed('its answer is not JSON', error);
  }
};
