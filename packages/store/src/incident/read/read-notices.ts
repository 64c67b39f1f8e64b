import type { Resource } from '@nightglass/rootcause';
import type { NoticeRow } from '../types.ts';
import { bodyJson } from './any-value.ts';
import { columnsOf } from './columns.ts';

interface Stored {
  timeMs: number;
  service: string;
  severity: string;
  event: string;
  body: string;
  structured: number | boolean;
  attributes: Record<string, string>;
  resource: string;
}

export const readNotices = (
  bytes: Uint8Array,
  resources: Readonly<Record<string, Resource>>,
): NoticeRow[] => {
  const read = columnsOf<Stored>(bytes);
  const notices: NoticeRow[] = [];
  for (let i = 0; i < (read?.rows ?? 0); i++) {
    const { columns } = read!;
    const body = columns.body[i] ?? '';
    notices.push({
      timeMs: columns.timeMs[i] ?? 0,
      service: columns.service[i] ?? '',
      event: columns.event[i] ?? '',
      severity: columns.severity[i] ?? '',
      body: columns.structured[i] ? bodyJson(body) : body,
      attributes: { ...resources[columns.resource[i] ?? '']?.attributes, ...columns.attributes[i] },
    });
  }
  return notices;
};
