/** The attributes of a request: those of its spans and of what they ran on, by service. */
import type { IncidentData, Resource } from '../incident.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import type { Attributed } from './compare-attributes.ts';

/** Separates the service from the attribute in a key. */
export const keySeparator = ' · ';

/** What follows from failing, or from being slow, is no reason for it; and what tells one request from all others. */
const outcome =
  /(?:^|[._])(?:status|status_code|statuscode|error|exception|outcome|result|duration|latency|elapsed|took|resend_count|retry\w*|attempt|timeout\w*|body|size|length|bytes|count|rows|offset|port|pid|thread|time|timestamp|date|id|uuid|trace\w*|span\w*|token|session\w*|sequence|nonce|hash|stacktrace|message|events?)$|^(?:otel|telemetry|thread|code|process|exception|error)\./i;
/** Named like identifiers, but few and telling. */
const telling =
  /(?:instance|tenant|customer|account|org|organization|merchant|shop|store|partner|campaign|zone|cluster|host|shard|partition)[._]?(?:id|name)?$|^feature_flag\./i;

const resourceKeys = (resource: Resource): [string, string][] => {
  const own: [string, string][] = [
    ['service.version', resource.version],
    ['k8s.pod.name', resource.pod],
    ['k8s.node.name', resource.node],
    ['service.instance.id', resource.instance === resource.pod ? '' : resource.instance],
  ];
  const named = new Set([
    'service.name',
    'service.version',
    'k8s.pod.name',
    'k8s.node.name',
    'service.instance.id',
  ]);
  for (const [key, value] of Object.entries(resource.attributes)) if (!named.has(key)) own.push([key, value]);
  return own.filter(([key, value]) => value !== '' && isReason(key));
};

export const isReason = (key: string): boolean => telling.test(key) || !outcome.test(key);

const maxSpans = 400;
const maxKeys = 60;

/** Of the span and all spans below it. */
export const attributesOfRequest = (data: IncidentData, root: IndexedSpan): Attributed => {
  const seen = new Set<string>();
  const pairs: [string, string][] = [];
  const add = (service: string, key: string, value: string): void => {
    const name = `${service}${keySeparator}${key}`;
    const id = `${name}\u0000${value}`;
    if (value === '' || seen.has(id)) return;
    seen.add(id);
    pairs.push([name, value]);
  };
  const resources = new Set<string>();
  const stack = [root];
  for (let at = stack.pop(), n = 0; at !== undefined && n < maxSpans; at = stack.pop(), n++) {
    const { row } = at;
    if (at === root) add(row.service, 'operation', row.name);
    let keys = 0;
    for (const key in row.attributes)
      if (isReason(key) && keys++ < maxKeys) add(row.service, key, row.attributes[key]!);
    const resource = data.resources[row.resource];
    if (resource !== undefined && !resources.has(row.resource)) {
      resources.add(row.resource);
      for (const [key, value] of resourceKeys(resource)) add(row.service, key, value);
    }
    stack.push(...at.children);
  }
  return pairs;
};
