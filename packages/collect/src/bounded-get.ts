import { NightglassError } from '@nightglass/model';
import type { CollectEnvironment } from './environment.ts';

export interface GetLimits {
  /** For everything: connecting, headers and the whole body. */
  timeoutMs: number;
  /** Of the body after any Content-Encoding is undone. */
  maxBytes: number;
}

export interface Answer {
  status: number;
  contentType: string;
  body: Uint8Array;
}

const maxRedirects = 3;
const unreachable = (message: string, hint: string, cause?: unknown): NightglassError =>
  new NightglassError('NG_RUNTIME_UNREACHABLE', message, { hint, cause });

/** `fetch failed` says nothing; the reason is in its cause: `ECONNREFUSED`, `ENOTFOUND` ... */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = (cause as NodeJS.ErrnoException).code;
  return cause.message || code || cause.name;
};

/** A URL without its credentials, for messages. */
export const shownUrl = (url: URL): string => {
  const shown = new URL(url);
  shown.username = shown.password = '';
  return shown.href;
};

const basicAuthorization = (url: URL): string | undefined =>
  url.username === '' && url.password === ''
    ? undefined
    : `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`;

/** The body as far as `maxBytes`; null when there was more. */
export const readBody = async (response: Response, maxBytes: number): Promise<Uint8Array | null> => {
  if (response.body === null) return new Uint8Array(0);
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts, size);
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => {});
      return null;
    }
    parts.push(value);
  }
};

/**
 * GET with a deadline and a ceiling on the body. A redirect is followed only to the same host and port: a target that
 * sends us elsewhere would choose what we connect to. NightglassError NG_RUNTIME_UNREACHABLE or NG_RUNTIME_TOO_LARGE
 * is a result, not thrown, and has a cause only when no connection came about; an answer of any status is an Answer.
 * Aborting `signal` counts as unreachable.
 */
export const boundedGet = async (
  environment: CollectEnvironment,
  start: URL,
  limits: GetLimits,
  signal: AbortSignal,
): Promise<Answer | NightglassError> => {
  const deadline = environment.deadline(limits.timeoutMs);
  const authorization = basicAuthorization(start);
  const headers: Record<string, string> = {
    'user-agent': 'nightglass-collect',
    'accept-encoding': 'identity',
  };
  if (authorization !== undefined) headers.authorization = authorization;
  let url = new URL(start);
  url.username = url.password = '';
  try {
    for (let redirects = 0; ; redirects++) {
      const response = await environment.fetch(url, {
        headers,
        redirect: 'manual',
        signal: AbortSignal.any([signal, deadline]),
      });
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        const next = URL.canParse(location, url.href) ? new URL(location, url) : null;
        if (next === null || next.host !== url.host || next.protocol !== url.protocol)
          return unreachable(
            `${shownUrl(url)} redirects to another place (${location.slice(0, 200)})`,
            'Redirects to other hosts are not followed. Give that URL yourself if it is the right one.',
          );
        if (redirects === maxRedirects)
          return unreachable(
            `${shownUrl(start)} redirects more than ${maxRedirects} times`,
            'Give the final URL.',
          );
        url = next;
        continue;
      }
      const body = await readBody(response, limits.maxBytes);
      if (body === null)
        return new NightglassError(
          'NG_RUNTIME_TOO_LARGE',
          `${shownUrl(url)} sent more than ${Math.round(limits.maxBytes / 1024 ** 2)} MiB; the rest was not read`,
          { hint: 'Allow more with --max-mib, or leave this profile out with --profiles.' },
        );
      return { status: response.status, contentType: response.headers.get('content-type') ?? '', body };
    }
  } catch (error) {
    if (signal.aborted) return unreachable(`stopped while asking ${shownUrl(url)}`, '');
    if (deadline.aborted)
      return unreachable(
        `${shownUrl(url)} did not answer within ${limits.timeoutMs / 1000} s`,
        'Is the process stopped, or out of CPU? Allow more with --timeout.',
      );
    return unreachable(
      `${shownUrl(url)} cannot be reached: ${reasonOf(error)}`,
      'Is the process running, and does it listen on this address?',
      error,
    );
  }
};
