/** Operations and their calls, from the leaves up, so that the size of a trace is known while it grows. */
import type { Chance } from '../random.ts';
import type { Cache, Call, Operation, Pool, Query, Service, System } from './system.ts';
import { httpActions, innerWork, rpcActions } from './words.ts';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const nameOperation = (
  chance: Chance,
  service: Service,
  protocol: Operation['protocol'],
  taken: ReadonlySet<string>,
): { name: string; method: string; route: string } => {
  for (let tries = 0; ; tries++) {
    const stem = service.stem;
    let method = '';
    let route = '';
    let name: string;
    if (protocol === 'grpc') {
      const rpc = `${chance.pick(rpcActions)}${capital(stem)}${tries > 3 ? tries : ''}`;
      method = rpc;
      route = `${stem}.v1.${capital(stem)}Service`;
      name = `${route}/${rpc}`;
    } else if (protocol === 'message') {
      method = 'process';
      route = service.consumes?.topic ?? stem;
      name = `process ${route}`;
    } else {
      method = chance.weighted(
        ['GET', 'POST', 'PUT', 'DELETE'],
        (verb) => ({ GET: 6, POST: 3, PUT: 1, DELETE: 0.4 })[verb] ?? 1,
      );
      const root = `${chance.pick(['/api', '/api/v1', '', '/v2'])}/${stem}s`;
      route = chance.pick([
        root,
        `${root}/{id}`,
        `${root}/{id}/${chance.pick(httpActions)}`,
        `${root}/${chance.pick(httpActions)}`,
      ]);
      name = `${method} ${route}`;
    }
    if (!taken.has(name)) return { name, method, route };
  }
};

const timeoutFor = (chance: Chance, expectedMs: number): number => {
  const wanted = expectedMs * chance.between(6, 14) + 80;
  const usual = [100, 150, 250, 300, 500, 800, 1000, 1500, 2000, 3000, 5000, 10000];
  return usual.find((ms) => ms >= wanted) ?? 10000;
};

/** Mean time of one call of the operation, waiting left out. */
const expectedMs = new WeakMap<Operation, number>();
export const expectedOf = (operation: Operation): number => expectedMs.get(operation) ?? operation.cpuMs;

class Builder {
  readonly #chance: Chance;
  readonly #system: System;
  readonly #called = new Set<Service>();

  constructor(chance: Chance, system: System) {
    this.#chance = chance;
    this.#system = system;
  }

  run(): void {
    const deepFirst = [...this.#system.services].sort((a, b) => b.layer - a.layer || a.index - b.index);
    for (const service of deepFirst) {
      const count = service.consumes
        ? 1
        : service.layer === 0
          ? this.#chance.integer(3, 6)
          : this.#chance.integer(1, 3);
      for (let i = 0; i < count; i++) this.#addOperation(service);
    }
    this.#reachAll();
    this.#addEntries();
  }

  #addOperation(service: Service): void {
    const chance = this.#chance;
    const taken = new Set(service.operations.map((operation) => operation.name));
    const protocol = service.consumes
      ? 'message'
      : service.layer > 0 && chance.chance(0.35)
        ? 'grpc'
        : 'http';
    const operation: Operation = {
      index: this.#system.operations.length,
      service,
      ...nameOperation(chance, service, protocol, taken),
      protocol,
      cpuMs: chance.logNormal(service.layer === 0 ? 1.2 : 2.6, 0.55),
      sigma: chance.between(0.25, 0.6),
      steps: [],
      errorRate: chance.chance(0.3) ? chance.between(0.0002, 0.002) : 0.0001,
      size: 1,
      inner: chance.chance(0.3) ? chance.pick(innerWork) : '',
    };
    if (operation.inner !== '') operation.size++;
    this.#system.operations.push(operation);
    service.operations.push(operation);
    const budget = service.layer === 0 ? 34 : service.layer === 1 ? 22 : service.layer === 2 ? 12 : 6;
    const calls = this.#downstream(operation, budget);
    this.#arrange(operation, calls);
    let total = operation.cpuMs * 1.1;
    for (const step of operation.steps)
      total += Math.max(...step.map((call) => call.probability * this.#expectedOfCall(call)));
    expectedMs.set(operation, total);
  }

  #expectedOfCall(call: Call): number {
    if (call.kind === 'service') return expectedOf(call.to) + 0.6;
    if (call.kind === 'query') return call.query.medianMs * 1.2 + 0.3;
    if (call.kind === 'cached') return call.cache.medianMs + (1 - call.cache.hitShare) * call.query.medianMs;
    if (call.kind === 'external') return call.external.medianMs;
    return call.reply ? 30 : 2;
  }

  #downstream(operation: Operation, budget: number): Call[] {
    const chance = this.#chance;
    const { service } = operation;
    const calls: Call[] = [];
    const deeper = this.#system.operations.filter(
      (other) =>
        other.service.layer > service.layer && other.protocol !== 'message' && other.service !== service,
    );
    const wanted = service.layer === 0 ? chance.integer(2, 4) : chance.integer(0, 3);
    for (let i = 0; i < wanted && deeper.length > 0; i++) {
      const to = chance.weighted(
        deeper,
        (other) =>
          (this.#called.has(other.service) ? 1 : 9) /
          (1 + Math.abs(other.service.layer - service.layer - 1) * 1.5),
      );
      if (
        operation.size + to.size + 1 > budget ||
        calls.some((call) => call.kind === 'service' && call.to === to)
      )
        continue;
      calls.push(this.#serviceCall(operation, to));
    }
    for (const query of this.#queriesOf(service)) {
      if (operation.size + 1 > budget) break;
      calls.push(this.#queryCall(operation, query));
    }
    const writes = operation.method !== 'GET' && operation.method !== 'process';
    const { queues, externals } = this.#system;
    if (service.layer > 0 && queues.length > 0 && (writes ? chance.chance(0.45) : chance.chance(0.08))) {
      const queue = chance.weighted(queues, (other) => (this.#called.has(other.consumer) ? 1 : 8));
      const size = queue.consumer.operations[0]?.size ?? 3;
      if (queue.consumer !== service && !service.consumes && operation.size + size + 1 <= budget + 4) {
        const reply = chance.chance(0.55);
        calls.push({
          ...this.#base(operation, 60),
          kind: 'publish',
          queue,
          reply,
          timeoutMs: 5000,
          attempts: 1,
        });
        operation.size += 1 + size;
        this.#called.add(queue.consumer);
      }
    }
    if (service.layer > 0 && externals.length > 0 && chance.chance(0.12)) {
      const external = chance.pick(externals);
      const path = `/${chance.pick(['v1', 'v2', '2024-06'])}/${chance.pick(['quotes', 'messages', 'lookups', 'rates', 'checks'])}`;
      calls.push({ ...this.#base(operation, external.medianMs), kind: 'external', external, path });
      operation.size++;
    }
    return calls;
  }

  #queriesOf(service: Service): Query[] {
    const chance = this.#chance;
    const own = this.#system.databases.find(
      (database) => database.namespace === service.stem.replaceAll('-', '_'),
    );
    if (own) return chance.shuffled(own.queries).slice(0, chance.integer(1, 2));
    if (service.layer >= 2 && chance.chance(0.25))
      return [chance.pick(chance.pick(this.#system.databases).queries)];
    return [];
  }

  #base(from: Operation, expected: number) {
    const chance = this.#chance;
    const index = this.#system.calls.length;
    const retries = chance.chance(0.45);
    return {
      index,
      from,
      probability: chance.chance(0.65) ? 1 : chance.between(0.25, 0.95),
      timeoutMs: timeoutFor(chance, expected),
      attempts: retries ? chance.integer(2, 3) : 1,
      backoffMs: chance.pick([10, 25, 50, 100]),
      retryBudget: chance.chance(0.5) ? chance.between(0.1, 0.25) : Number.POSITIVE_INFINITY,
      onError: chance.weighted(
        ['fail', 'ignore', 'fallback'] as const,
        (word) => ({ fail: 7, ignore: 1, fallback: 2 })[word],
      ),
      breaker: chance.chance(0.2),
    };
  }

  #serviceCall(operation: Operation, to: Operation): Call {
    operation.size += 1 + to.size;
    this.#called.add(to.service);
    const call = { ...this.#base(operation, expectedOf(to)), kind: 'service' as const, to };
    this.#system.calls.push(call);
    return call;
  }

  #queryCall(operation: Operation, query: Query): Call {
    const { service } = operation;
    let pool = service.pools.find((other) => other.database === query.database);
    if (!pool) {
      pool = {
        database: query.database,
        size: 10,
        acquireTimeoutMs: this.#chance.pick([1000, 2000, 3000, 5000]),
      } satisfies Pool;
      service.pools.push(pool);
    }
    operation.size++;
    const { caches } = this.#system;
    const base = {
      ...this.#base(operation, query.medianMs),
      attempts: 1,
      breaker: false,
      onError: 'fail' as const,
      timeoutMs: 8000,
    };
    const cache: Cache | undefined =
      query.verb === 'SELECT' && caches.length > 0 && this.#chance.chance(0.45)
        ? this.#chance.pick(caches)
        : undefined;
    return cache ? { ...base, kind: 'cached', cache, query, pool } : { ...base, kind: 'query', query, pool };
  }

  /** Groups calls into steps: some side by side (never in one thread's own connection), the rest one after the other. */
  #arrange(operation: Operation, calls: Call[]): void {
    const chance = this.#chance;
    for (const call of calls) {
      call.index = this.#system.calls.indexOf(call);
      if (call.index < 0) {
        call.index = this.#system.calls.length;
        this.#system.calls.push(call);
      }
    }
    let step: Call[] = [];
    for (const call of chance.shuffled(calls)) {
      if (step.length > 0 && !(call.kind !== 'query' && chance.chance(0.4))) {
        operation.steps.push(step);
        step = [];
      }
      step.push(call);
    }
    if (step.length > 0) operation.steps.push(step);
  }

  /** A service that nobody calls yet is called by an operation above it: nothing in the system stands idle. */
  #reachAll(): void {
    const chance = this.#chance;
    const { services, operations, queues } = this.#system;
    for (const service of services) {
      if (service.layer === 0 || this.#called.has(service)) continue;
      const above = operations.filter(
        (other) => other.service.layer < service.layer && other.service.layer > 0 && !other.service.consumes,
      );
      const gateways = operations.filter((other) => other.service.layer === 0);
      const from = chance.pick(above.length > 0 && service.layer > 1 ? above : gateways);
      const queue = queues.find((other) => other.consumer === service);
      if (queue) {
        const call: Call = {
          ...this.#base(from, 60),
          kind: 'publish',
          queue,
          reply: chance.chance(0.55),
          timeoutMs: 5000,
          attempts: 1,
        };
        this.#system.calls.push(call);
        from.steps.push([call]);
      } else from.steps.push([this.#serviceCall(from, chance.pick(service.operations))]);
      this.#called.add(service);
    }
  }

  #addEntries(): void {
    const chance = this.#chance;
    const gateways = this.#system.operations.filter((operation) => operation.service.layer === 0);
    const shares = gateways.map(() => chance.between(0.4, 2));
    const total = shares.reduce((sum, share) => sum + share, 0);
    this.#system.entries = gateways.map((operation, i) => ({ operation, share: shares[i]! / total }));
  }
}

export const buildOperations = (chance: Chance, system: System): void => new Builder(chance, system).run();
