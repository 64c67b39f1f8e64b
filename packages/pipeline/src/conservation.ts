import { type MetricsRegistry, type Signal, signals } from '@nightglass/model';

/** `merged`: lives on inside another record that was received with it, as the lines of one crash do. */
export type Outcome = 'received' | 'stored' | 'merged' | 'rejected' | 'dropped';
export type SignalCounts = Record<Signal, number>;

export const noCounts = (): SignalCounts => ({ traces: 0, logs: 0, metrics: 0 });
export const addCounts = (to: SignalCounts, by: SignalCounts): void => {
  for (const s of signals) to[s] += by[s];
};

/** Per signal, what became of every record. `imbalance` is 0 unless there is a bug. */
export type Conservation = Record<
  Signal,
  Record<Outcome, number> & { queued: number; inFlight: number; imbalance: number }
>;

/**
 * Counts what becomes of every record: `received = stored + merged + rejected + dropped + queued +
 * inFlight`, at any moment.
 * Counters live as long as the process. Records that a restart finds in the queue count as received again (and in
 * `nightglass_queue_replayed_records_total`), so that the equation holds from the first second of the new process.
 */
export class IngestLedger {
  readonly #counter;
  readonly #inFlight = noCounts();
  readonly #queued: (() => SignalCounts)[] = [];

  constructor(metrics: MetricsRegistry) {
    this.#counter = metrics.counter(
      'nightglass_ingest_records_total',
      'Spans, log records and data points by what became of them: received = stored + merged + rejected + dropped once the queue is empty.',
    );
    for (const signal of signals) {
      for (const outcome of ['received', 'stored', 'merged', 'rejected', 'dropped'])
        this.#counter.add(0, { signal, outcome });
    }
    const gauge = metrics.gauge(
      'nightglass_ingest_imbalance_records',
      'received - stored - merged - rejected - dropped - queued - in flight. Anything but 0 is a bug.',
    );
    gauge.observe(() => {
      const state = this.check();
      for (const signal of signals) gauge.set(state[signal].imbalance, { signal });
    });
  }
  count(signal: Signal, outcome: Outcome, records: number): void {
    if (records !== 0) this.#counter.add(records, { signal, outcome });
  }
  /** Received, and not yet queued or rejected. */
  enter(signal: Signal, records: number): void {
    this.count(signal, 'received', records);
    this.#inFlight[signal] += records;
  }
  leave(signal: Signal, records: number): void {
    this.#inFlight[signal] -= records;
  }
  /** Registers a queue whose records still wait for their outcome. */
  addQueue(queued: () => SignalCounts): void {
    this.#queued.push(queued);
  }
  check(): Conservation {
    const waiting = noCounts();
    for (const queued of this.#queued) addCounts(waiting, queued());
    const one = (signal: Signal) => {
      const get = (outcome: Outcome): number => this.#counter.get({ signal, outcome });
      const state = {
        received: get('received'),
        stored: get('stored'),
        merged: get('merged'),
        rejected: get('rejected'),
        dropped: get('dropped'),
        queued: waiting[signal],
        inFlight: this.#inFlight[signal],
      };
      const settled = state.stored + state.merged + state.rejected + state.dropped;
      const known = settled + state.queued + state.inFlight;
      return { ...state, imbalance: state.received - known };
    };
    return { traces: one('traces'), logs: one('logs'), metrics: one('metrics') };
  }
}

/** The check as a sentence per signal that is out of balance; empty when every record is accounted for. */
export const checkConservation = (ledger: IngestLedger): string[] => {
  const state = ledger.check();
  return signals
    .filter((signal) => state[signal].imbalance !== 0)
    .map((signal) => {
      const { received, stored, merged, rejected, dropped, queued, inFlight } = state[signal];
      return `${signal}: received ${received}, but stored ${stored} + merged ${merged} + rejected ${rejected} + dropped ${dropped} + queued ${queued} + in flight ${inFlight}`;
    });
};
