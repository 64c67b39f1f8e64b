/** The log lines of a simulated system: each service has its style, each operation its own sentences. */
import type { LogRow } from '@nightglass/rootcause';
import type { Failure } from '../engine/failure.ts';
import type { OpenSpan } from '../engine/request.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Chance } from '../random.ts';
import type { Call, Operation, Pod, Service, System } from '../system/system.ts';
import { type LineStyle, lineStyles, renderLine } from './line-style.ts';
import {
  chatterSentences,
  grumbleSentences,
  handledSentences,
  passedOnSentences,
  raisedSentences,
  retryingSentences,
  slowSentences,
  swallowedSentences,
} from './sentences.ts';
import { fill, type Said, type Wording } from './wording.ts';

interface Where {
  pod: Pod;
  span: OpenSpan | null;
  weight: number;
}

export interface LineLens {
  clockMs(pod: Pod, timeMs: number): number;
  resource(pod: Pod, timeMs: number): string;
}

interface Habits {
  style: LineStyle;
  /** Share of handled requests that leave a line. */
  handled: number;
  /** Slower than this leaves a warning; null: never. */
  slowMs: number | null;
  /** Writes what it passes on as a warning, an error, or not at all. */
  passedOn: 0 | 13 | 17;
  retries: boolean;
}

const drawHabits = (chance: Chance, service: Service): Habits => ({
  style: chance.pick<LineStyle>(lineStyles[service.language]),
  handled: chance.weighted([0.3, 0.7, 1], (share) => share),
  slowMs: chance.chance(0.35) ? chance.pick([500, 1000, 2000]) : null,
  passedOn: chance.weighted([0, 13, 17] as const, (level) => ({ 0: 1, 13: 3, 17: 5 })[level]),
  retries: chance.chance(0.7),
});

export class Lines {
  readonly #chance: Chance;
  readonly #wording: Wording;
  readonly #habits: Habits[];
  readonly #lens: LineLens;

  constructor(chance: Chance, system: System, wording: Wording, lens: LineLens) {
    this.#chance = chance;
    this.#wording = wording;
    this.#habits = system.services.map((service) => drawHabits(chance, service));
    this.#lens = lens;
  }

  #values(service: Service, operation: Operation | null, ms: number): Record<string, string | number> {
    const chance = this.#chance;
    return {
      stem: service.stem,
      op: operation?.name ?? service.stem,
      id: chance.chance(0.5) ? chance.integer(1000, 999_999) : chance.hex(8),
      n: chance.integer(1, 90),
      ms: ms < 10 ? ms.toFixed(1) : Math.round(ms),
      user: `user-${chance.integer(100, 9999)}`,
    };
  }

  /** Adds one line; the message is rendered in the style of the pod's service. */
  write(
    into: LogRow[],
    where: Where,
    timeMs: number,
    severity: number,
    message: string,
    fields: Record<string, string | number> = {},
  ): void {
    const { pod, span } = where;
    const { service } = pod;
    const shown = timeMs + this.#lens.clockMs(pod, timeMs);
    const body = renderLine(
      this.#habits[service.index]!.style,
      service,
      pod.name,
      { timeMs: shown, severity, message, fields },
      this.#chance,
    );
    this.raw(into, where, timeMs, severity, body, span);
  }

  /** Adds a line as it is: what a runtime prints past every logger. */
  raw(
    into: LogRow[],
    where: Omit<Where, 'span'>,
    timeMs: number,
    severity: number,
    body: string,
    span: OpenSpan | null = null,
  ): void {
    into.push({
      id: '',
      timeMs: timeMs + this.#lens.clockMs(where.pod, timeMs),
      service: where.pod.service.name,
      severity,
      body,
      traceId: span?.traceId ?? '',
      spanId: span?.id ?? '',
      resource: this.#lens.resource(where.pod, timeMs),
      weight: where.weight,
    });
  }

  handled(into: LogRow[], where: Where, operation: Operation, startMs: number, endMs: number): void {
    const { service } = where.pod;
    const habits = this.#habits[service.index]!;
    const ms = endMs - startMs;
    if (this.#chance.next() < habits.handled) {
      const first = this.#wording.choose(handledSentences, `handled/${operation.index}`);
      this.write(into, where, endMs, 9, fill(first, this.#values(service, operation, ms)));
      if (operation.index % 3 === 0) {
        const second = this.#wording.choose(handledSentences, `handled/${operation.index}/2`);
        this.write(
          into,
          where,
          startMs + ms * 0.4,
          operation.index % 2 === 0 ? 9 : 5,
          fill(second, this.#values(service, operation, ms)),
        );
      }
    }
    if (habits.slowMs !== null && ms > habits.slowMs) {
      const text = this.#wording.choose(slowSentences, `slow/${service.index}`);
      this.write(into, where, endMs, 13, fill(text, this.#values(service, operation, ms)));
    }
  }

  failed(
    into: LogRow[],
    where: Where,
    operation: Operation,
    timeMs: number,
    said: Said,
    failure: Failure,
    raised: boolean,
  ): void {
    const { service } = where.pod;
    const severity = raised ? 17 : this.#habits[service.index]!.passedOn;
    if (severity === 0) return;
    const text = raised
      ? this.#wording.choose(raisedSentences, `raised/${service.index}`)
      : this.#wording.choose(passedOnSentences, `passed/${service.index}`);
    this.write(
      into,
      where,
      timeMs,
      failure.status < 500 ? 13 : severity,
      `${fill(text, this.#values(service, operation, 0))}: ${this.#error(service, said)}`,
      {
        status: failure.status,
      },
    );
  }

  callFailed(
    into: LogRow[],
    where: Where,
    call: Call,
    timeMs: number,
    said: Said,
    failure: Failure,
    outcome: 'retrying' | 'swallowed' | 'failed',
  ): void {
    const { service } = where.pod;
    if (outcome === 'failed' || (outcome === 'retrying' && !this.#habits[service.index]!.retries)) return;
    const sentences = outcome === 'retrying' ? retryingSentences : swallowedSentences;
    const text = this.#wording.choose(sentences, `${outcome}/${call.index}`);
    this.write(
      into,
      where,
      timeMs,
      13,
      `${fill(text, { host: failure.subject })}: ${this.#error(service, said)}`,
    );
  }

  #error(service: Service, said: Said): string {
    if (service.language === 'go') return said.message;
    return said.message === '' ? said.type : `${said.type}: ${said.message}`;
  }

  /** Lines that no request causes: jobs, health checks, everyday warnings. */
  chatter(into: LogRow[], system: System, timeline: Timeline, count: number): void {
    const chance = this.#chance;
    for (let i = 0; i < count; i++) {
      const pod = chance.pick(system.pods);
      const { service } = pod;
      const timeMs = chance.between(timeline.startMs, timeline.endMs);
      const grumble = chance.chance(0.15);
      const text = grumble
        ? this.#wording.choose(grumbleSentences, `grumble/${service.index}/${chance.below(2)}`)
        : this.#wording.choose(chatterSentences, `chatter/${service.index}/${chance.below(3)}`);
      const severity = grumble ? (service.index % 3 === 0 ? 17 : 13) : 9;
      this.write(
        into,
        { pod, span: null, weight: 1 },
        timeMs,
        severity,
        fill(text, this.#values(service, null, chance.between(1, 80))),
      );
    }
  }
}
