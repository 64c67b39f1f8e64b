import { NightglassError } from '@nightglass/model';
import { shownUrl } from '../bounded-get.ts';
import { Delivery, type DeliveryOptions } from '../delivery.ts';
import { type CollectEnvironment, retryDelay, systemEnvironment } from '../environment.ts';
import type { CollectCounts, CollectEvent } from '../events.ts';
import {
  defaultProfiles,
  heapAfterCollection,
  type ProfileName,
  type ProfileRequest,
  snapshotOf,
} from './profiles.ts';
import { PprofSource, split } from './source.ts';
import { pprofFolder } from './target.ts';

export interface BurstOptions {
  everyMs: number;
  /** How long the whole burst lasts. */
  forMs: number;
  cpuSeconds: number;
}

export interface PprofCollectorOptions {
  /** As a person writes it: see `pprofFolder`. */
  url: string;
  /** Default 30,000. */
  everyMs?: number;
  /** Default: all but cpu. Those that were not named but defaulted to may be missing without a word. */
  profiles?: readonly ProfileName[];
  /** Default: the host of the URL. */
  service?: string;
  /** Default: host and port of the URL. */
  instance?: string;
  traceId?: string;
  /** Of a Nightglass server. Default http://localhost:2170. */
  server?: string;
  /** For one pull, besides the seconds that a CPU profile takes. Default 10,000. */
  timeoutMs?: number;
  /** Of one profile. Default 128 MiB: Go caps the goroutine dump at 64 MiB, a profile has no cap. */
  maxBytes?: number;
  /** What may wait while the server is away. Default 500 artifacts, 256 MiB. */
  queue?: DeliveryOptions['queue'];
  cpuSeconds?: number;
  burst?: Partial<BurstOptions>;
}

const defaultBurst: BurstOptions = { everyMs: 5_000, forMs: 60_000, cpuSeconds: 5 };
const awayRetry = { first: 2_000, most: 60_000 };

const serverUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new NightglassError('NG_BAD_PARAMETER', `"${text}" is not a URL of http or https`, {
    hint: 'Give --server http://localhost:2170',
    parameter: 'server',
  });
};

/**
 * Pulls the profiles of one Go process from net/http/pprof and sends them to a Nightglass server. Nothing is kept on
 * disk. `once` or `run` is called once; then `close`.
 */
export class PprofCollector {
  readonly #source: PprofSource;
  readonly #delivery: Delivery;
  readonly #environment: CollectEnvironment;
  readonly #say: (event: CollectEvent) => void;
  readonly #wanted: readonly ProfileName[];
  readonly #explicit: boolean;
  readonly #everyMs: number;
  readonly #cpuSeconds: number;
  readonly #burst: BurstOptions;
  /** Undefined: not asked yet, or the process went away and may come back as another version. */
  #offered: ReadonlySet<string> | null | undefined;
  #lacking = new Set<ProfileName>();
  #seen = false;
  #burstWanted = false;
  #wake = new AbortController();
  #pulled = 0;
  #failed = 0;

  constructor(
    options: PprofCollectorOptions,
    say: (event: CollectEvent) => void,
    environment: CollectEnvironment = systemEnvironment,
  ) {
    const folder = pprofFolder(options.url);
    this.#environment = environment;
    this.#say = say;
    this.#wanted = options.profiles ?? defaultProfiles;
    this.#explicit = options.profiles !== undefined;
    this.#everyMs = options.everyMs ?? 30_000;
    this.#burst = { ...defaultBurst, ...options.burst };
    this.#cpuSeconds = options.cpuSeconds ?? 5;
    const maxBytes = options.maxBytes ?? 128 * 1024 ** 2;
    this.#source = new PprofSource(folder, { timeoutMs: options.timeoutMs ?? 10_000, maxBytes }, environment);
    this.#delivery = new Delivery(
      {
        server: serverUrl(options.server ?? 'http://localhost:2170'),
        service: options.service ?? folder.hostname,
        instance: options.instance ?? folder.host,
        traceId: options.traceId ?? '',
        queue: options.queue ?? { items: 500, bytes: 256 * 1024 ** 2 },
        timeoutMs: 30_000,
      },
      environment,
      say,
    );
  }

  /** Where the profiles come from, without credentials. */
  get target(): string {
    return shownUrl(this.#source.folder);
  }

  get counts(): CollectCounts {
    return {
      pulled: this.#pulled,
      failed: this.#failed,
      ...this.#delivery.counts,
      waiting: this.#delivery.waiting,
    };
  }

  /** Asks for a burst: begins at once, or does nothing when one is running. */
  burst(): void {
    this.#burstWanted = true;
    this.#wake.abort();
  }

  /** One round, or one burst when it was asked for before. False when the target could not be asked. */
  async once(signal: AbortSignal): Promise<boolean> {
    if (!this.#burstWanted) return this.#round(signal);
    return this.#runBurst(signal);
  }

  /** Pulls until `signal` is aborted. Throws NG_RUNTIME_MALFORMED when the URL turns out not to be pprof. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const began = this.#environment.now();
      const reached = this.#burstWanted
        ? await this.#runBurst(signal, failures)
        : await this.#round(signal, failures);
      failures = reached ? 0 : failures + 1;
      const { random, now } = this.#environment;
      const waitMs = reached
        ? // A twentieth to and fro, so that many collectors do not pull at the same moment.
          this.#everyMs * (0.95 + random() / 10) - (now() - began)
        : retryDelay(failures, awayRetry, random);
      await this.#pause(waitMs, signal);
    }
  }

  /** Waits for the server for `ms` at most, then drops what is left. */
  close(ms: number): Promise<void> {
    return this.#delivery.close(ms);
  }

  /** Ends early when a burst is wanted. */
  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#burstWanted || signal.aborted) return;
    this.#wake = new AbortController();
    await this.#environment.sleep(Math.max(0, ms), AbortSignal.any([signal, this.#wake.signal]));
  }

  async #round(signal: AbortSignal, failures = 0): Promise<boolean> {
    if (!(await this.#lookAround(signal, failures))) return false;
    const { have } = split(this.#wanted, this.#offered ?? null);
    for (const profile of have) {
      if (signal.aborted) return true;
      if (this.#lacking.has(profile)) continue;
      await this.#take(snapshotOf(profile, this.#cpuSeconds), false, signal);
      if (this.#offered === undefined) return false;
    }
    if (!this.#seen && this.#failed === 0)
      throw this.#source.notPprof('has neither an index page nor any profile');
    return true;
  }

  async #runBurst(signal: AbortSignal, failures = 0): Promise<boolean> {
    if (!(await this.#lookAround(signal, failures))) {
      this.#burstWanted = false;
      return false;
    }
    const { now, sleep } = this.#environment;
    this.#say({ type: 'burst-started', time: now() });
    const { have } = split(['goroutine', 'heap', 'cpu'], this.#offered ?? null);
    const end = now() + this.#burst.forMs;
    for (;;) {
      const began = now();
      if (have.includes('goroutine')) await this.#take(snapshotOf('goroutine', 0), true, signal);
      const rest: Promise<void>[] = [];
      if (have.includes('heap')) rest.push(this.#take(heapAfterCollection, true, signal));
      if (have.includes('cpu'))
        rest.push(this.#take(snapshotOf('cpu', this.#burst.cpuSeconds), true, signal));
      await Promise.all(rest);
      if (signal.aborted || this.#offered === undefined || began + this.#burst.everyMs >= end) break;
      await sleep(Math.max(0, this.#burst.everyMs - (now() - began)), signal);
      if (signal.aborted || now() >= end) break;
    }
    this.#say({ type: 'burst-ended', time: now() });
    this.#burstWanted = false;
    return this.#offered !== undefined;
  }

  /** Knows what the process offers, or says that it is away. */
  async #lookAround(signal: AbortSignal, failures: number): Promise<boolean> {
    if (this.#offered !== undefined) return true;
    const offered = await this.#source.offered(signal);
    if (offered instanceof NightglassError) {
      if (signal.aborted) return false;
      // A page that is not pprof at the first look is the wrong URL; later it is a process that went away.
      if (offered.code === 'NG_RUNTIME_MALFORMED' && !this.#seen) throw offered;
      this.#failed++;
      const { code, message, hint = '' } = offered;
      const retryMs = Math.round(retryDelay(failures + 1, awayRetry, () => 1));
      this.#say({ type: 'target-away', time: this.#environment.now(), retryMs, code, message, hint });
      return false;
    }
    this.#offered = offered;
    this.#seen = offered !== null;
    this.#lacking = new Set();
    if (this.#explicit) for (const profile of split(this.#wanted, offered).lack) this.#lack(profile);
    return true;
  }

  #lack(profile: ProfileName): void {
    this.#lacking.add(profile);
    this.#say({ type: 'not-offered', time: this.#environment.now(), profile });
  }

  async #take(request: ProfileRequest, burst: boolean, signal: AbortSignal): Promise<void> {
    const time = this.#environment.now();
    const body = await this.#source.pull(request, signal);
    if (!(body instanceof NightglassError)) {
      this.#seen = true;
      this.#pulled++;
      const tookMs = this.#environment.now() - time;
      const { profile, name } = request;
      this.#delivery.offer({ time, profile, name, bytes: body.byteLength, tookMs, burst }, body);
      return;
    }
    if (signal.aborted) return;
    if (body.code === 'NG_NOT_FOUND') {
      this.#lack(request.profile);
      return;
    }
    // No index and no profile: nothing here ever was pprof.
    if (body.code === 'NG_RUNTIME_MALFORMED' && !this.#seen) throw body;
    this.#failed++;
    const { code, message, hint = '' } = body;
    this.#say({ type: 'pull-failed', time, profile: request.profile, burst, code, message, hint });
    // It may have restarted, as another version: look at the index again.
    if (code === 'NG_RUNTIME_UNREACHABLE' && body.cause !== undefined) this.#offered = undefined;
  }
}
