/** How far trouble travels: for every operation and call, the share of some entry's requests that meet it. */
import type { Chance } from '../random.ts';
import type { Call, Database, Operation, Service, System } from '../system/system.ts';

export class Reach {
  readonly #system: System;
  /** Expected visits per request of the entry that meets it most: when it is slow, and when it fails. */
  readonly #slow: Float64Array;
  readonly #fail: Float64Array;

  constructor(system: System) {
    this.#system = system;
    this.#slow = new Float64Array(system.operations.length);
    this.#fail = new Float64Array(system.operations.length);
    const topFirst = [...system.operations].sort((a, b) => rank(a) - rank(b) || a.index - b.index);
    for (const entry of system.entries) {
      const slow = new Float64Array(system.operations.length);
      const fail = new Float64Array(system.operations.length);
      slow[entry.operation.index] = 1;
      fail[entry.operation.index] = 1;
      for (const operation of topFirst) {
        for (const call of operation.steps.flat()) {
          const callee =
            call.kind === 'service'
              ? call.to
              : call.kind === 'publish' && call.reply
                ? call.queue.consumer.operations[0]
                : undefined;
          if (callee === undefined) continue;
          slow[callee.index] = slow[callee.index]! + slow[operation.index]! * call.probability;
          if (call.onError === 'fail')
            fail[callee.index] = fail[callee.index]! + fail[operation.index]! * call.probability;
        }
      }
      for (let i = 0; i < slow.length; i++) {
        this.#slow[i] = Math.max(this.#slow[i]!, slow[i]!);
        this.#fail[i] = Math.max(this.#fail[i]!, fail[i]!);
      }
    }
  }

  operation(operation: Operation, need: 'slow' | 'fail'): number {
    return (need === 'slow' ? this.#slow : this.#fail)[operation.index]!;
  }
  service(service: Service, need: 'slow' | 'fail'): number {
    return Math.max(...service.operations.map((operation) => this.operation(operation, need)));
  }
  call(call: Call, need: 'slow' | 'fail'): number {
    if (need === 'fail' && call.onError !== 'fail') return 0;
    return this.operation(call.from, need) * call.probability;
  }
  database(database: Database, need: 'slow' | 'fail'): number {
    let most = 0;
    for (const call of this.#system.calls)
      if (
        (call.kind === 'query' && call.query.database === database) ||
        (call.kind === 'cached' && call.query.database === database)
      )
        most = Math.max(most, this.call(call, need) * (call.kind === 'cached' ? 0.3 : 1));
    return most;
  }

  /** A service that fits and is met often enough; null when there is none. Deeper ones are likelier than the entry's own. */
  pickService(chance: Chance, need: 'slow' | 'fail', fits: (service: Service) => boolean): Service | null {
    const fitting = this.#system.services.filter(
      (service) => fits(service) && this.service(service, need) >= 0.2,
    );
    if (fitting.length === 0) return null;
    return chance.weighted(
      fitting,
      (service) => (service.layer === 0 ? 0.4 : 1) * Math.min(1, this.service(service, need)),
    );
  }
  /** Its operation that is met most, mostly. */
  pickOperation(chance: Chance, service: Service, need: 'slow' | 'fail'): Operation {
    return chance.weighted(service.operations, (operation) => this.operation(operation, need) ** 2 + 1e-6);
  }
  pickCall<T extends Call>(chance: Chance, need: 'slow' | 'fail', fits: (call: Call) => call is T): T | null {
    const fitting = this.#system.calls.filter(fits).filter((call) => this.call(call, need) >= 0.2);
    if (fitting.length === 0) return null;
    return chance.weighted(fitting, (call) => Math.min(1, this.call(call, need)));
  }
  pickDatabase(
    chance: Chance,
    need: 'slow' | 'fail',
    fits: (database: Database) => boolean = () => true,
  ): Database | null {
    const fitting = this.#system.databases.filter(
      (database) => fits(database) && this.database(database, need) >= 0.2,
    );
    if (fitting.length === 0) return null;
    return chance.weighted(fitting, (database) => Math.min(1, this.database(database, need)));
  }
}

const rank = (operation: Operation): number =>
  operation.service.layer * 2 + (operation.service.consumes ? -1 : 0);
