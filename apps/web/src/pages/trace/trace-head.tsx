import { usePreferences } from '../../frame/preferences.ts';
import { useTellSubject } from '../../frame/subject-context.ts';
import { useText } from '../../i18n/use-text.ts';
import { aroundRequest } from '../../logic/explain/subject.ts';
import { formatCount, formatDuration } from '../../logic/format.ts';
import { isoSeconds } from '../../logic/time-range.ts';
import { formatFull } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { ExplainButton } from '../../ui/explain-button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Id, ServiceName } from '../../ui/parts.tsx';
import type { TraceModel } from './use-trace.ts';

export const TraceHead = ({ model }: { model: TraceModel }) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const { tree, response } = model;
  const root = tree.roots[0];
  const errors = tree.nodes.reduce((n, node) => n + (node.error ? 1 : 0), 0);
  const services = new Set(tree.nodes.map((n) => n.span.service)).size;
  const start = String(tree.startUnixNano);
  // The logs of a trace may be written a little before and after its spans.
  const around = {
    traceId: response.traceId,
    last: null,
    from: isoSeconds(Math.floor(Number(tree.startUnixNano / 1_000_000_000n)) - 60),
    to: isoSeconds(Math.ceil(Number(tree.startUnixNano / 1_000_000_000n) + tree.duration / 1e9) + 60),
  };
  // A trace without its root still shows who was asked first, as far as it is known.
  const startSeconds = Number(tree.startUnixNano / 1_000_000n) / 1000;
  const subject =
    root === undefined
      ? undefined
      : {
          service: root.span.service,
          operation: root.span.name,
          window: aroundRequest(startSeconds, startSeconds + tree.duration / 1e9, Date.now() / 1000),
        };
  useTellSubject(subject);
  return (
    <header className="page-head">
      <div className="page-head-text">
        <h1 className="trace-title">
          {root === undefined ? null : <ServiceName name={root.span.service} />}
          <span className="ellipsis">{root?.span.name}</span>
        </h1>
        <p className="facts">
          <span>
            <b>{formatDuration(tree.duration)}</b>
          </span>
          <span>{t('traces.spans', { count: formatCount(response.totalSpans) })}</span>
          <span>{t('trace.services', { count: services })}</span>
          {errors === 0 ? (
            <span className="good">✓ {t('trace.noErrors')}</span>
          ) : (
            <span className="bad">▲ {t('traces.errors', { count: errors })}</span>
          )}
          <time>{formatFull(start, language)}</time>
          <Id id={response.traceId} what={t('trace.id')} />
        </p>
        <TraceNotes model={model} />
      </div>
      <nav className="page-links">
        {subject === undefined ? null : (
          <ExplainButton className="button button-primary" subject={subject} text={t('explain.request')} />
        )}
        <Link className="button" href={to('/logs', around)}>
          <Icon name="logs" size={14} /> {t('trace.logs')}
        </Link>
      </nav>
    </header>
  );
};

/** What the reader must know before trusting the picture. */
const TraceNotes = ({ model }: { model: TraceModel }) => {
  const t = useText();
  const { tree, response, skews } = model;
  const { missingParents, cycles, duplicateIds } = tree.problems;
  const notes = [
    ...skews.map((s) =>
      t('trace.skew', { service: s.service, shift: `${s.shift > 0 ? '+' : ''}${formatDuration(s.shift)}` }),
    ),
    ...(missingParents > 0 ? [t('trace.missingParents', { count: missingParents })] : []),
    ...(cycles > 0 ? [t('trace.cycles', { count: cycles })] : []),
    ...(duplicateIds > 0 ? [t('trace.duplicates', { count: duplicateIds })] : []),
    ...(response.truncated
      ? [
          t('trace.truncated', {
            shown: formatCount(tree.nodes.length),
            total: formatCount(response.totalSpans),
          }),
        ]
      : []),
  ];
  if (notes.length === 0) return null;
  return (
    <ul className="trace-notes">
      {notes.map((note) => (
        <li key={note}>
          <span aria-hidden="true">◐ </span>
          {note}
        </li>
      ))}
    </ul>
  );
};
