import { NightglassError } from '@nightglass/model';
import { type Answer, boundedGet, type GetLimits, shownUrl } from '../bounded-get.ts';
import type { CollectEnvironment } from '../environment.ts';
import { readIndexPage } from './index-page.ts';
import { notThisProfile, type ProfileName, type ProfileRequest } from './profiles.ts';

/** Go's own words for a failure are the first line of the body: `Could not enable CPU profiling: ...`. */
const firstLine = (body: Uint8Array): string =>
  (new TextDecoder().decode(body.subarray(0, 300)).split('\n')[0] ?? '').trim();

/** Asks one process for its profiles. */
export class PprofSource {
  readonly folder: URL;
  readonly #limits: GetLimits;
  readonly #environment: CollectEnvironment;

  constructor(folder: URL, limits: GetLimits, environment: CollectEnvironment) {
    this.folder = folder;
    this.#limits = limits;
    this.#environment = environment;
  }

  /**
   * The handlers that the index page offers; null when there is no index page, which a program that registers the
   * handlers one by one does not have. NG_RUNTIME_MALFORMED: something answers, and it is not pprof.
   */
  async offered(signal: AbortSignal): Promise<Set<string> | null | NightglassError> {
    const answer = await boundedGet(this.#environment, this.folder, this.#limits, signal);
    if (answer instanceof NightglassError) return answer;
    const where = shownUrl(this.folder);
    if (answer.status === 404 || answer.status === 405) return null;
    if (answer.status !== 200) return this.#badStatus(where, answer);
    const names = readIndexPage(new TextDecoder().decode(answer.body));
    if (names !== null) return names;
    return this.notPprof(`answered with ${answer.contentType || 'a body of no type'} that lists no profiles`);
  }

  /** Something is there, and it is another thing. */
  notPprof(why: string): NightglassError {
    return new NightglassError(
      'NG_RUNTIME_MALFORMED',
      `${shownUrl(this.folder)} is not net/http/pprof: it ${why}`,
      {
        hint: 'Is this the debug port? Import _ "net/http/pprof" and serve http.DefaultServeMux on it, then give http://HOST:PORT/debug/pprof/',
      },
    );
  }

  /** The bytes of one profile. NG_NOT_FOUND: this process does not offer it. */
  async pull(request: ProfileRequest, signal: AbortSignal): Promise<Uint8Array | NightglassError> {
    const url = new URL(request.path, this.folder);
    url.username = this.folder.username;
    url.password = this.folder.password;
    const limits = { ...this.#limits, timeoutMs: this.#limits.timeoutMs + request.seconds * 1_000 };
    const answer = await boundedGet(this.#environment, url, limits, signal);
    if (answer instanceof NightglassError) return answer;
    const where = shownUrl(url);
    if (answer.status === 404)
      return new NightglassError('NG_NOT_FOUND', `${where} is not offered by this process`, { hint: '' });
    if (answer.status !== 200) return this.#badStatus(where, answer);
    const wrong = notThisProfile(request, answer.contentType, answer.body);
    if (wrong === '') return answer.body;
    return new NightglassError('NG_RUNTIME_MALFORMED', `${where} is not a profile: ${wrong}`, {
      hint: 'A proxy, a login page or another handler answers in its place.',
    });
  }

  #badStatus(where: string, answer: Answer): NightglassError {
    const said = /html/i.test(answer.contentType) ? '' : firstLine(answer.body);
    const locked = answer.status === 401 || answer.status === 403;
    return new NightglassError(
      'NG_RUNTIME_UNREACHABLE',
      `${where} answered ${answer.status}${said === '' ? '' : `: ${said}`}`,
      {
        hint: locked
          ? 'It wants credentials: http://USER:PASSWORD@HOST:PORT/debug/pprof/'
          : 'The process refused; its own log may say why.',
      },
    );
  }
}

/** Those of `wanted` that the process has, and those it has not. */
export const split = (
  wanted: readonly ProfileName[],
  offered: ReadonlySet<string> | null,
): { have: ProfileName[]; lack: ProfileName[] } => {
  const has = (name: ProfileName): boolean =>
    offered === null || offered.has(name === 'cpu' ? 'profile' : name);
  return { have: wanted.filter(has), lack: wanted.filter((name) => !has(name)) };
};
