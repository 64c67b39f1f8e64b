/** What the `e` key and the *Explain* buttons ask about: the service and the time that are on the screen. */
import type { ExplanationRequest } from '@nightglass/model';
import { isoSeconds, type TimeWindow } from '../time-range.ts';
import type { Changes, Route } from '../url-state.ts';

export interface Subject {
  /** '' is the whole system. */
  service: string;
  operation: string;
  /** Unix seconds; absent: the range of the header. */
  window?: TimeWindow;
}

/** By the address alone; a page that knows more (a trace) says so itself. */
export const subjectOf = (route: Route, params: URLSearchParams): Subject =>
  route.page === 'service'
    ? { service: route.name, operation: params.get('operation') ?? '' }
    : {
        service: params.get('service') ?? '',
        // An operation without its service could be anybody's.
        operation: params.has('service') ? (params.get('operation') ?? '') : '',
      };

export const requestOf = (
  { service, operation, window }: Subject,
  header: TimeWindow,
  watch = false,
): ExplanationRequest => {
  const { start, end } = window ?? header;
  return {
    ...(service === '' ? {} : { service }),
    ...(operation === '' ? {} : { operation }),
    start: isoSeconds(start),
    end: isoSeconds(end),
    ...(watch ? { watch: true } : {}),
  };
};

/** The address of the form with the question in it: what stands there while the answer is made. */
export const askedAt = (request: ExplanationRequest): Changes => ({
  service: request.service,
  operation: request.operation,
  last: null,
  from: request.start,
  to: request.end,
  watch: request.watch === true ? '1' : null,
});

const aroundTrace = 300;

/** Five minutes to each side of a request, and nothing of the future. All in Unix seconds. */
export const aroundRequest = (start: number, end: number, now: number): TimeWindow => {
  const from = Math.floor(start) - aroundTrace;
  return { start: from, end: Math.max(from + 1, Math.min(Math.ceil(end) + aroundTrace, Math.ceil(now))) };
};
