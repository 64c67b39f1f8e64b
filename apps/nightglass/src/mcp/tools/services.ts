import type { ServiceMapEdge, ServiceMapNode, ServiceSummary } from '@nightglass/model';
import { resolveRange } from '../../api/range.ts';
import { limit, range } from '../arguments.ts';
import { inMs, isoNano, short } from '../numbers.ts';
import { type Tool, tool } from '../tool.ts';
import { nameOf } from '../untrusted.ts';

const narrower = 'Give a smaller limit, or a shorter time.';

const summaryOf = (s: ServiceSummary) => ({
  name: nameOf(s.name),
  versions: s.versions.slice(-5).map((v) => nameOf(v, 80)),
  calls: s.calls,
  errors: s.errors,
  error_rate: short(s.errorRate),
  calls_per_second: short(s.rate),
  p50_ms: inMs(s.p50),
  p95_ms: inMs(s.p95),
  p99_ms: inMs(s.p99),
  last_seen: isoNano(s.lastSeenUnixNano),
});

const nodeOf = ({ name, kind, calls, errors, p95 }: ServiceMapNode) => ({
  name: nameOf(name),
  kind,
  calls,
  errors,
  p95_ms: inMs(p95),
});

const edgeOf = ({ client, server, calls, errors, p50, p95 }: ServiceMapEdge) => ({
  client: nameOf(client),
  server: nameOf(server),
  calls,
  errors,
  p50_ms: inMs(p50),
  p95_ms: inMs(p95),
});

export const serviceTools: readonly Tool[] = [
  tool({
    name: 'list_services',
    title: 'Services',
    description: 'Services with calls, errors and latency in a time range, those with most errors first.',
    shape: { ...range, limit: limit('Services', 500, 50) },
    run: async ({ limit: most = 50, ...asked }, { now, signal, store }) => {
      const { services } = await store().services(resolveRange(asked, now), { signal });
      const worst = [...services].sort(
        (a, b) => b.errors - a.errors || b.calls - a.calls || (a.name < b.name ? -1 : 1),
      );
      return {
        result: { total: services.length, services: worst.slice(0, most).map(summaryOf) },
        cuttable: [{ list: 'services', how: narrower }],
      };
    },
  }),
  tool({
    name: 'get_topology',
    title: 'Who calls whom',
    description:
      'The service map of a time range: services, databases, queues and external parties with the calls between them.',
    shape: range,
    run: async (asked, { now, signal, store }) => {
      const { nodes, edges } = await store().serviceMap(resolveRange(asked, now), { signal });
      const busiest = [...edges].sort((a, b) => b.calls - a.calls);
      return {
        result: { nodes: nodes.map(nodeOf), edges: busiest.map(edgeOf) },
        cuttable: [
          { list: 'edges', how: 'The edges with most calls are shown; give a shorter time.' },
          { list: 'nodes', how: 'Use list_services for the services.' },
        ],
      };
    },
  }),
];
