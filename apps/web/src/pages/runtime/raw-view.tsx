import type { StoredArtifact } from '@nightglass/model';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useEffect, useMemo, useRef } from 'react';
import { ApiError, apiErrorOf, apiUrl } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatBytes } from '../../logic/format.ts';
import { cleanText } from '../../logic/runtime/clean-text.ts';
import { pickLine, rawShown, readLines, splitRaw, writeLines } from '../../logic/runtime/line-anchors.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { Section } from '../../ui/parts.tsx';
import { Empty, ErrorNotice, SkeletonRows } from '../../ui/states.tsx';

const rowHeight = 20;

/** At most `most` bytes of a body: the rest is not even fetched. */
const readSome = async (url: string, most: number, signal: AbortSignal): Promise<Uint8Array> => {
  const response = await fetch(url, { signal });
  if (!response.ok) throw apiErrorOf(url, response.status, await response.text().catch(() => ''));
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader !== undefined && size <= most) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  if (size > most) await reader?.cancel();
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
};

/** What was sent, line by line, as text and nothing else; lines can be linked to. */
export const RawView = ({ stored }: { stored: StoredArtifact }) => {
  const t = useText();
  const url = apiUrl(`/runtime/artifacts/${encodeURIComponent(stored.id)}/raw`);
  const raw = useQuery<Uint8Array, Error>({
    queryKey: [url],
    queryFn: ({ signal }) => readSome(url, rawShown, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const split = useMemo(() => (raw.data === undefined ? undefined : splitRaw(raw.data)), [raw.data]);
  const error =
    raw.error === null
      ? undefined
      : raw.error instanceof ApiError
        ? raw.error
        : new ApiError('NG_UNREACHABLE', raw.error.message, '', 0);
  const download = (
    <a className="button button-s" href={url} download={`${stored.id}.txt`}>
      <Icon name="external" size={13} /> {t('raw.download', { size: formatBytes(stored.sizeBytes) })}
    </a>
  );
  return (
    <>
      <ErrorNotice error={error} retry={() => void raw.refetch()} />
      {raw.isPending ? <SkeletonRows rows={16} /> : null}
      {split === undefined ? null : split.binary ? (
        <Empty title={t('raw.binary')}>{download}</Empty>
      ) : (
        <Section title={t('view.raw')} aside={download}>
          {split.cut ? (
            <p className="warning small">{t('raw.cut', { size: formatBytes(rawShown) })}</p>
          ) : null}
          <Lines lines={split.lines} />
        </Section>
      )}
    </>
  );
};

const Lines = ({ lines }: { lines: readonly string[] }) => {
  const t = useText();
  const { params } = usePlace();
  const picked = readLines(params.get('lines'));
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const from = picked?.start ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another address scrolls
  useEffect(() => {
    if (from > 0) virtual.scrollToIndex(Math.min(from, lines.length) - 1, { align: 'center' });
  }, [from, lines.length]);
  const pick = (line: number) => (event: MouseEvent) => {
    changeParams({ lines: writeLines(pickLine(line, picked, event.shiftKey)) }, { replace: true });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className="raw" ref={scroller} aria-label={t('view.raw')} tabIndex={0}>
      <div className="raw-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = item.index + 1;
          const hit = picked !== undefined && line >= picked.start && line <= picked.end;
          return (
            <div
              key={item.key}
              className={hit ? 'raw-line raw-line-hit' : 'raw-line'}
              style={{ transform: `translateY(${item.start}px)` }}
              data-line={line}
            >
              <button
                type="button"
                className="raw-number"
                onClick={pick(line)}
                aria-label={t('raw.pick', { line })}
              >
                {line}
              </button>
              <code className="raw-text">{cleanText(lines[item.index] ?? '')}</code>
            </div>
          );
        })}
      </div>
    </section>
  );
};
