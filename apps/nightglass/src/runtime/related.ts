/** Traces and logs of the store that belong to a crash: by its trace id, or by the business keys in its message. */
import { NightglassError, type RuntimeArtifactResponse } from '@nightglass/model';
import type { CallOptions, StoredReport, StoreQueries } from '@nightglass/store';

type Related = RuntimeArtifactResponse['related'];

const minute = 60_000_000_000n;
/** Around the time of the crash; its clock and those of the senders differ. */
const reach = 30n * minute;
const mostKeys = 3;
const perSearch = 5;
const titleCharacters = 200;

/** These answer a person who looks at something else: they may be missing, they must not be late. */
const maxSeconds = 5;

const bodyText = (body: { stringValue?: string | undefined }): string =>
  body.stringValue ?? JSON.stringify(body);

class Search {
  readonly #store: StoreQueries;
  readonly #options: CallOptions;
  readonly #range: { from: bigint; to: bigint };

  constructor(store: StoreQueries, time: bigint, options: CallOptions) {
    this.#store = store;
    this.#options = { ...options, maxSeconds };
    this.#range = { from: time > reach ? time - reach : 0n, to: time + reach };
  }

  async traces(filter: { q: string }, why: string): Promise<Related> {
    const { traces } = await this.#store.traces(
      { ...this.#range, ...filter, limit: perSearch },
      this.#options,
    );
    return traces.map((trace) => ({
      kind: 'trace',
      id: trace.traceId,
      title: `${trace.rootService} ${trace.rootOperation}`.trim().slice(0, titleCharacters),
      timeUnixNano: trace.startTimeUnixNano,
      why,
    }));
  }

  async logs(filter: { query?: string; traceId?: string }, why: string): Promise<Related> {
    const { logs } = await this.#store.logs({ ...this.#range, ...filter, limit: perSearch }, this.#options);
    return logs.map((log) => ({
      kind: 'log',
      id: log.id,
      title: bodyText(log.body).slice(0, titleCharacters),
      timeUnixNano: log.timeUnixNano,
      why,
    }));
  }
}

/** One search that fails for its size or time leaves the others. Bugs still throw. */
const orNothing = async (search: Promise<Related>): Promise<Related> => {
  try {
    return await search;
  } catch (error) {
    if (error instanceof NightglassError) return [];
    throw error;
  }
};

export const relatedTo = async (
  { stored, report }: StoredReport,
  store: StoreQueries,
  options: CallOptions,
): Promise<Related> => {
  const search = new Search(store, BigInt(stored.timeUnixNano), options);
  const searches: Promise<Related>[] = [];
  if (stored.traceId !== '') {
    const why = 'the trace it was sent with';
    searches.push(search.traces({ q: stored.traceId }, why), search.logs({ traceId: stored.traceId }, why));
  }
  for (const { value } of report.crash?.businessKeys.slice(0, mostKeys) ?? []) {
    const words = value.replaceAll(/["\\*]/g, ' ').trim();
    if (words === '') continue;
    const why = `carries ${value.slice(0, 100)}`;
    searches.push(search.traces({ q: words }, why), search.logs({ query: `"${words}"` }, why));
  }
  const found = (await Promise.all(searches.map(orNothing))).flat();
  // What was found twice keeps its first reason: the trace says more than a word.
  const unique = new Map(found.reverse().map((item) => [`${item.kind} ${item.id}`, item]));
  return [...unique.values()].reverse();
};
