/** Everything that is known of an incident, fetched from where it is kept. */
import type { ExplanationRequest } from '@nightglass/model';
import { NightglassError, nearest } from '@nightglass/model';
import type { ChangeRow } from '@nightglass/rootcause';
import {
  type CallOptions,
  type IncidentBlocks,
  type IncidentBudget,
  incidentBudget,
  type StateStore,
  type StoreQueries,
} from '@nightglass/store';
import type { RuntimeService } from '../runtime/index.ts';
import { runtimeRows } from './runtime-rows.ts';
import type { AboutIncident } from './thinking/protocol.ts';
import { askedRange, possibleWindows, type Range, wishedBaseline } from './windows.ts';

export interface Sources {
  queries: StoreQueries;
  state: StateStore;
  /** Crashes that logs and spans recorded are read by it. */
  runtime?: Pick<RuntimeService, 'crashes'>;
  /** Records lost on their way, as this process counts them. */
  droppedRecords?(): number;
  budget?: Partial<IncidentBudget>;
}

export interface Gathered {
  blocks: IncidentBlocks;
  about: AboutIncident;
}

/** A hard limit; usual incidents are read in a tenth of it. */
const maxSeconds = 10;
/** Changes that long before the trouble may still be its cause. */
const changesBefore = 24n * 3_600_000_000_000n;
const mostChanges = 200;

const none: string[] = [];

const ms = (nano: bigint): number => Number(nano / 1_000_000n);

/**
 * Fetches what the engine needs. NG_NOT_FOUND for a service that sent nothing lately (the hint names the nearest),
 * NG_BAD_PARAMETER and NG_BAD_TIME_RANGE for times, and what the store fails with.
 */
export const gather = async (
  sources: Sources,
  request: ExplanationRequest,
  now: bigint,
  signal?: AbortSignal,
): Promise<Gathered> => {
  const { queries, state } = sources;
  const { service = '', operation = '' } = request;
  const asked = askedRange(request, now);
  const wished = wishedBaseline(asked);
  const whole = { from: wished.from, to: asked.to };
  const options: CallOptions = { maxSeconds, ...(signal === undefined ? {} : { signal }) };
  const [first, names, without, operations] = await Promise.all([
    queries.firstSeen(whole, options),
    service === '' ? none : queries.serviceNames(whole, options),
    service === '' ? none : queries.unconnected(service, whole, options),
    service === '' || operation === '' ? none : operationNames(queries, service, whole, options),
  ]);
  if (service !== '' && !names.includes(service)) throw unknown('service', service, names);
  // An empty list is no proof: the roll-up may be off.
  if (operations.length > 0 && operations.length < mostOperations && !operations.includes(operation))
    throw unknown('operation', operation, operations);
  const { baseline, incident } = possibleWindows(asked, wished, first);
  const [blocks, changes, runtime, learned] = await Promise.all([
    queries.incidentBlocks(
      { baseline, incident, service, operation, without, budget: { ...incidentBudget, ...sources.budget } },
      options,
    ),
    toldChanges(state, { from: incident.from - changesBefore, to: incident.to }, without),
    runtimeRows(queries, sources.runtime, { from: baseline.from, to: incident.to }, options),
    state.signatureTallies(),
  ]);
  const target = { service, operation, symptom: 'unknown' as const, thresholdMs: null };
  const droppedRecords = sources.droppedRecords?.() ?? 0;
  return { blocks, about: { target, changes, runtime, droppedRecords, learned } };
};

/** The store's answer ends there. */
const mostOperations = 500;

const operationNames = async (
  queries: StoreQueries,
  service: string,
  range: Range,
  options: CallOptions,
): Promise<string[]> =>
  (await queries.operations({ service, ...range }, options)).operations.map(({ name }) => name);

const unknown = (
  parameter: 'service' | 'operation',
  asked: string,
  names: readonly string[],
): NightglassError => {
  const close = nearest(asked, names);
  const some = names.slice(0, 20).join(', ');
  const what = parameter === 'service' ? 'sent anything then' : 'was called then';
  return new NightglassError(
    'NG_NOT_FOUND',
    `no ${parameter} ${JSON.stringify(asked.slice(0, 100))} ${what}`,
    {
      parameter,
      hint:
        close !== undefined
          ? `Did you mean ${close}?`
          : names.length === 0
            ? 'No service sent anything in that time.'
            : `There ${names.length === 1 ? 'is' : 'are'} ${some}.`,
    },
  );
};

const toldChanges = async (
  state: StateStore,
  range: Range,
  without: readonly string[],
): Promise<ChangeRow[]> => {
  const told = await state.changes({ fromMs: ms(range.from), toMs: ms(range.to), limit: mostChanges });
  return told
    .filter((change) => !without.includes(change.service))
    .map((change) => ({ ...change, deployedMs: change.kind === 'commit' ? null : change.timeMs }));
};
