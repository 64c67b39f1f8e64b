/** The time range of the URL, resolved against one "now" that all parts of a page share. */
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import {
  brushRange,
  readRange,
  readRefresh,
  resolveRange,
  type TimeRange,
  type TimeWindow,
  writeRange,
} from '../logic/time-range.ts';
import { changeParams, usePlace } from '../router/place.ts';

interface Time {
  range: TimeRange;
  /** Unix seconds; moves on with every refresh when the range is relative. */
  window: TimeWindow;
  refresh: { text: string; seconds: number };
  refreshNow: () => void;
  setRange: (range: TimeRange) => void;
  /** From a brush of a chart, Unix seconds. */
  brush: (from: number, to: number) => void;
}

const TimeContext = createContext<Time | undefined>(undefined);
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export const TimeProvider = ({ children }: { children: ReactNode }) => {
  const { params, path } = usePlace();
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
  const brush = useCallback((from: number, to: number) => setRange(brushRange(from, to)), [setRange]);
  const client = useQueryClient();
  const refreshNow = useCallback(() => {
    setNow(nowSeconds());
    // A fixed range asks the same question again: late data may have come.
    void client.invalidateQueries();
  }, [client]);
  const value = useMemo(
    () => ({ range, window, refresh, refreshNow, setRange, brush }),
    [range, window, refresh, refreshNow, setRange, brush],
  );
  return <TimeContext value={value}>{children}</TimeContext>;
};

export const useTime = (): Time => {
  const time = useContext(TimeContext);
  if (time === undefined) throw new Error('useTime outside of TimeProvider');
  return time;
};
