import type { LogRecord, LogTailBatch, LogTailDropped, Resource } from '@nightglass/model';
import { useEffect, useState } from 'react';
import { apiUrl } from '../../api/client.ts';
import { type LogFilters, toLogQuery } from './filters.ts';

/** Lines kept on the page: more than anyone reads, few enough to stay quick. */
const kept = 500;

export interface Tail {
  /** Newest first. */
  logs: LogRecord[];
  resources: Record<string, Resource>;
  dropped: number;
  state: 'connecting' | 'open' | 'lost';
}
const nothing: Tail = { logs: [], resources: {}, dropped: 0, state: 'connecting' };

/** The live tail. The browser reconnects by itself and resumes after the last event it saw. */
export const useTail = (filters: LogFilters, active: boolean, paused: boolean): Tail => {
  const [tail, setTail] = useState<Tail>(nothing);
  const url = apiUrl('/logs/tail', toLogQuery(filters));
  useEffect(() => {
    if (!active) {
      setTail(nothing);
      return;
    }
    if (paused) return;
    const source = new EventSource(url);
    source.onopen = () => setTail((now) => ({ ...now, state: 'open' }));
    source.onerror = () => setTail((now) => ({ ...now, state: 'lost' }));
    source.addEventListener('logs', (event: MessageEvent<string>) => {
      const batch = JSON.parse(event.data) as LogTailBatch;
      setTail((now) => ({
        ...now,
        state: 'open',
        logs: [...batch.logs.toReversed(), ...now.logs].slice(0, kept),
        resources: { ...now.resources, ...batch.resources },
      }));
    });
    source.addEventListener('dropped', (event: MessageEvent<string>) => {
      const { count } = JSON.parse(event.data) as LogTailDropped;
      setTail((now) => ({ ...now, dropped: now.dropped + count }));
    });
    return () => source.close();
  }, [url, active, paused]);
  return tail;
};
