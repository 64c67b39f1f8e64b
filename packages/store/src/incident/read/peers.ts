/** The other side of a call, as the span that makes it names it. Pure. */
import type { ExplanationEntity } from '@nightglass/model';
import type { SpanRow } from '@nightglass/rootcause';

type Attributes = Readonly<Record<string, string>>;

const caches = /^(redis|memcached|valkey|hazelcast|dragonfly)$/i;

/** Names of OpenTelemetry's conventions, new before old. */
const first = (attributes: Attributes, keys: readonly string[]): string => {
  for (const key of keys) {
    const value = attributes[key];
    if (value !== undefined && value !== '') return value;
  }
  return '';
};

const addressKeys = ['server.address', 'net.peer.name', 'network.peer.address', 'net.peer.ip'];

/** A database, cache, queue or address; undefined when the span names nothing. */
const named = (kind: SpanRow['kind'], attributes: Attributes): ExplanationEntity | undefined => {
  const address = first(attributes, addressKeys);
  const database = first(attributes, ['db.system.name', 'db.system']);
  // The service map has the same names.
  if (database !== '')
    return {
      kind: caches.test(database) ? 'cache' : 'database',
      name: address === '' ? database : `${database} ${address}`,
    };
  const messaging = attributes['messaging.system'] ?? '';
  const destination = first(attributes, ['messaging.destination.name', 'messaging.destination']);
  if (messaging !== '' || kind === 'producer' || kind === 'consumer') {
    const name = destination || messaging;
    return name === '' ? undefined : { kind: 'queue', name };
  }
  const name = first(attributes, ['peer.service', ...addressKeys, 'http.host', 'rpc.service']);
  return name === '' ? undefined : { kind: 'external', name };
};

/** `order.shop.svc.cluster.local`: a service by its name in the cluster. */
const clusterName = (name: string): string => /^([^.:]+)\.[^.:]+\.svc(?:\.|$|:)/.exec(name)?.[1] ?? name;

/**
 * The peer of a client, producer or consumer span: a service when one of that name sends spans, else what the span
 * names. Null for other spans, and when the call was taken by a span of the other side (`answered`).
 */
const ownPeer = (
  kind: SpanRow['kind'],
  attributes: Attributes,
  answered: boolean,
  services: ReadonlySet<string>,
): ExplanationEntity | null => {
  if (kind === 'server' || kind === 'internal') return null;
  const peer = named(kind, attributes);
  if (peer === undefined) return null;
  // A queue stands between the two, whoever reads it.
  if (peer.kind === 'queue') return peer;
  if (answered) return null;
  if (peer.kind === 'external') {
    const name = clusterName(peer.name);
    if (services.has(name)) return { kind: 'service', name };
  }
  return peer;
};

const mostNested = 8;

/**
 * Fills in the peers of the spans of an incident. A call within a call (the connection of a request) is to whom the
 * outermost one is, which knows the other side by its name and not only by an address.
 */
export const setPeers = (spans: readonly SpanRow[]): void => {
  const key = (traceId: string, spanId: string): string => `${traceId} ${spanId}`;
  const services = new Set(spans.map(({ service }) => service));
  const answered = new Set<string>();
  const calls = new Map<string, SpanRow>();
  for (const span of spans) {
    if (span.kind === 'server' || span.kind === 'consumer') answered.add(key(span.traceId, span.parentId));
    if (span.kind === 'client') calls.set(key(span.traceId, span.spanId), span);
  }
  for (const span of spans) {
    let outer = span;
    for (let i = 0; span.kind === 'client' && i < mostNested; i++) {
      const parent = calls.get(key(span.traceId, outer.parentId));
      if (parent === undefined || parent.service !== span.service) break;
      outer = parent;
    }
    const taken = answered.has(key(outer.traceId, outer.spanId));
    span.peer = ownPeer(outer.kind, outer.attributes, taken, services);
  }
};
