/** The engine's input from what the store sent. Pure, and large: run it in a thread beside the server. */
import type { Resource } from '@nightglass/rootcause';
import type { IncidentBlocks, IncidentRows } from '../types.ts';
import { columnsOf } from './columns.ts';
import { readLogs } from './read-logs.ts';
import { readMetrics } from './read-metrics.ts';
import { readNotices } from './read-notices.ts';
import { readSpans } from './read-spans.ts';

export const readIncident = (blocks: IncidentBlocks): IncidentRows => {
  const spans = readSpans(blocks.spans, blocks.budget.spans);
  const logs = readLogs(blocks.logs);
  const series = readMetrics(blocks.metrics, blocks.baseline.from);
  const resources = readResources(blocks.resources);
  return {
    resources,
    notices: readNotices(blocks.notices, resources),
    spans: spans.spans,
    logs: logs.logs,
    series,
    sampledShare: spans.sampledShare,
    truncated: [...spans.truncated, ...logs.truncated, ...blocks.truncated],
  };
};

const readResources = (bytes: Uint8Array): Record<string, Resource> => {
  const read = columnsOf<{ id: string; service: string; attributes: Record<string, string> }>(bytes);
  const resources: Record<string, Resource> = {};
  for (let i = 0; i < (read?.rows ?? 0); i++) {
    const attributes = read?.columns.attributes[i] ?? {};
    const pod = attributes['k8s.pod.name'] ?? '';
    const host = attributes['host.name'] ?? '';
    const process = attributes['process.pid'] ?? '';
    resources[read?.columns.id[i] ?? ''] = {
      service: read?.columns.service[i] ?? '',
      version: attributes['service.version'] ?? '',
      pod,
      node: attributes['k8s.node.name'] ?? host,
      instance: attributes['service.instance.id'] || pod || [host, process].filter((p) => p !== '').join(' '),
      attributes,
    };
  }
  return resources;
};
