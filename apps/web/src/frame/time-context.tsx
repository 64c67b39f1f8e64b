/** The time range of the URL, resolved against one "now" that all parts of a page share. */
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import {
  brushRange,
  readRange,
  readRefresh,
  resolveRange,
  sameRange,
  type TimeRange,
  type TimeWindow,
  writeRange,
} from '../logic/time-range.ts';
import type { Changes } from '../logic/url-state.ts';
import { changeParams, usePlace } from '../router/place.ts';

interface Time {
  range: TimeRange;
  /** Unix seconds; moves on with every refresh when the range is relative. */
  window: TimeWindow;
  refresh: { text: string; seconds: number };
  refreshNow: () => void;
  setRange: (range: TimeRange) => void;
  /** From a brush of a chart, Unix seconds; with what else changes in the address. */
  brush: (from: number, to: number, also?: Changes) => void;
  /** The range that was brushed last, as long as it is the one that is shown, and the address before that. */
  brushed: { window: TimeWindow; before: string } | undefined;
}

const TimeContext = createContext<Time | undefined>(undefined);
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export const TimeProvider = ({ children }: { children: ReactNode }) => {
  const { params, path, search } = usePlace();
  const [now, setNow] = useState(nowSeconds);
  const key = ['last', 'from', 'to', 'refresh'].map((k) => params.get(k) ?? '').join('|');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page or range starts from a new "now"
  useEffect(() => setNow(nowSeconds()), [key, path]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is all of the URL that these read
  const range = useMemo(() => readRange(params), [key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const refresh = useMemo(() => readRefresh(params), [key]);

  useEffect(() => {
    if (refresh.seconds === 0) return;
    // A page nobody looks at asks for nothing.
    const tick = (): void => {
      if (document.visibilityState === 'visible') setNow(nowSeconds());
    };
    const timer = setInterval(tick, refresh.seconds * 1000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [refresh.seconds]);

  const window = useMemo(() => resolveRange(range, now), [range, now]);
  const setRange = useCallback((next: TimeRange) => changeParams({ ...writeRange(next), cursor: null }), []);
  const [last, setLast] = useState<{ path: string; to: TimeRange; before: string } | undefined>(undefined);
  const brush = useCallback(
    (from: number, to: number, also: Changes = {}) => {
      const next = brushRange(from, to);
      setLast({ path, to: next, before: path + search });
      changeParams({ ...writeRange(next), cursor: null, ...also });
    },
    [path, search],
  );
  const brushed = useMemo(() => {
    if (last === undefined || last.path !== path || !sameRange(last.to, range)) return undefined;
    return { window, before: last.before };
  }, [last, path, range, window]);
  const client = useQueryClient();
  const refreshNow = useCallback(() => {
    setNow(nowSeconds());
    // A fixed range asks the same question again: late data may have come.
    void client.invalidateQueries();
  }, [client]);
  const value = useMemo(
    () => ({ range, window, refresh, refreshNow, setRange, brush, brushed }),
    [range, window, refresh, refreshNow, setRange, brush, brushed],
  );
  return <TimeContext value={value}>{children}</TimeContext>;
};

export const useTime = (): Time => {
  const time = useContext(TimeContext);
  if (time === undefined) throw new Error('useTime outside of TimeProvider');
  return time;
};
