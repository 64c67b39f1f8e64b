import type { Phrases } from './phrases.ts';

const bands = { strong: 'strong', likely: 'likely', possible: 'possible', weak: 'weak' } as const;
const changes = {
  deploy: 'The deploy',
  commit: 'The commit',
  config: 'The change of configuration',
  flag: 'The switch of the flag',
  scale: 'The change of scale',
  infrastructure: 'The change of infrastructure',
} as const;

export const english: Phrases = {
  stop: '.',
  who: (operation, service) =>
    operation === '' ? service || 'the system' : service === '' ? operation : `${operation} of ${service}`,
  symptom: {
    latency: (who, when) => `${who} has been slow ${when}`,
    errors: (who, when) => `${who} has been failing ${when}`,
    traffic: (who, when) => `The traffic of ${who} has been unusual ${when}`,
    unknown: (who, when) => `${who} has not behaved as usual ${when}`,
    none: (who, when) => `No trouble of ${who} was measured ${when}`,
  },
  since: (moment) => `since ${moment}`,
  within: (from, to) => `from ${from} to ${to}`,
  extent: (bad, all, share, threshold) =>
    `${bad} of ${all} requests (${share}) ${threshold === '' ? 'were bad' : `failed or took longer than ${threshold}`}`,
  slowdown: (entity, times) => `${entity} takes ${times} times its usual p95`,
  badShare: (entity, share) => `${share} of the calls of ${entity} are bad`,
  asked: (who) => `${who} was asked about`,

  cause: (title, confidence, band) =>
    `Most likely cause: ${title} (confidence ${confidence}, ${bands[band]})`,
  undecided: 'More than one cause fits, and what was measured does not decide between them',
  oneOfSeveral: (title, confidence, band) =>
    `Possible cause: ${title} (confidence ${confidence}, ${bands[band]})`,
  nothingFound: 'Nothing that was measured explains it: no part of the system that was seen misbehaves',
  notEnough: 'There is not enough data to say what caused it',
  change: (change, kind, entity, moment) => `${changes[kind]} ${change} of ${entity} came at ${moment}`,
  began: (entity, moment) => `The trouble of ${entity} began at ${moment}`,
  coverage: (share) => `With this as usual, ${share} of the bad requests would have been good`,
  path: (entities) => `The way from the symptom to the cause: ${entities.join(' → ')}`,
  signature: (title, seen, confirmed) =>
    `The alerts look like a known case (${title}): seen ${seen} times, confirmed ${confirmed} times`,
  newSignature: (title) =>
    `The alerts look like a case that is described but was not seen here yet (${title})`,
  reads: (quote) => `It reads: ${quote}`,
  against: (sentence) => `Against it: ${sentence}`,
  nothingAgainst: 'Nothing that was measured speaks against it',
  alternative: (title, confidence, band) =>
    `It could also be: ${title} (confidence ${confidence}, ${bands[band]})`,
  nearest: (title, confidence, band) =>
    `What comes nearest to a cause: ${title} (confidence ${confidence}, ${bands[band]})`,
  ruledOut: (what, entity, reason) =>
    what === '' ? `Ruled out: ${reason}` : `Ruled out, ${what} at ${entity}: ${reason}`,
  notSeen: (sentence) => `Not seen: ${sentence}`,
  next: (sentence) => `Next: ${sentence}`,
  repair: (sentence) => `What repairs it: ${sentence}`,
  remedy: {
    blind_service: (entity) =>
      `Let ${entity || 'the services without spans'} send traces, so that its inside is seen.`,
    no_traces: () => 'Send traces: without them nobody knows who waits for whom.',
    no_logs: () => 'Send logs: they say in words what figures only hint at.',
    no_metrics: () => 'Send metrics of CPU, memory, pools and queues.',
    sampled: () => 'Keep the slow and the failed traces when sampling.',
    dropped: () => 'Find out why records were dropped: the queue or a limit was full.',
    budget: () => 'Ask again about a shorter time, or about one service: a limit cut the reading short.',
    short_baseline: () => 'Ask again with more normal time before the incident.',
    clock_skew: () => 'Set the clocks of the machines by NTP: their order of events cannot be trusted.',
    no_changes: () => 'Report deploys, flags and changes of configuration.',
    no_kubernetes: () => 'Give the objects and events of Kubernetes.',
  },
  signal: {
    metric: 'metric',
    trace: 'traces',
    log: 'logs',
    change: 'change',
    kubernetes: 'Kubernetes',
    runtime: 'Go runtime',
    alert: 'alert',
  },
};
