import type { RuntimeArtifactsResponse, Span, StoredArtifact } from '@nightglass/model';
import { useRuntime } from '../../api/use-api.ts';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { artifactPath } from '../../logic/paths.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { markOf, meaningOf } from '../../logic/runtime/views.ts';
import { formatClock, formatFull, nanoToSeconds } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { CodeWithCopy } from '../../ui/code-with-copy.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { ErrorNotice, SkeletonRows } from '../../ui/states.tsx';

/** Before and after the span: a dump is taken while something hangs, a crash printed after it happened. */
const aroundSeconds = 300;
const mostShown = 50;

/** Dumps, crashes and profiles of the span's trace, and of its service around its time. */
export const SpanRuntime = ({ span }: { span: Span }) => {
  const t = useText();
  const to = useLinks();
  const start = nanoToSeconds(span.startTimeUnixNano);
  const end = start + span.durationNano / 1e9;
  const ofTrace = useRuntime<RuntimeArtifactsResponse>(
    '/artifacts',
    { traceId: span.traceId, limit: mostShown },
    { subject: span.traceId },
  );
  const around = useRuntime<RuntimeArtifactsResponse>(
    '/artifacts',
    {
      service: span.service,
      start: Math.floor(start) - aroundSeconds,
      end: Math.ceil(end) + aroundSeconds,
      limit: mostShown,
    },
    { subject: span.spanId },
  );
  const failed = [ofTrace, around].find(({ error }) => error !== undefined);
  if (failed?.error !== undefined) return <ErrorNotice error={failed.error} retry={failed.retry} />;
  if (ofTrace.data === undefined || around.data === undefined) return <SkeletonRows rows={4} />;
  const own = ofTrace.data.artifacts;
  const known = new Set(own.map(({ id }) => id));
  const near = around.data.artifacts.filter(({ id }) => !known.has(id));
  if (own.length === 0 && near.length === 0) return <Nothing span={span} />;
  return (
    <>
      {own.length === 0 ? null : (
        <>
          <h3>{t('panel.traceRuntime', { count: own.length })}</h3>
          <ArtifactList artifacts={own} />
        </>
      )}
      {near.length === 0 ? null : (
        <>
          <h3>{t('panel.nearRuntime', { service: span.service, count: near.length })}</h3>
          <ArtifactList artifacts={near} />
        </>
      )}
      <p className="quiet">
        <Link className="text-link" href={to('/runtime', { service: span.service })}>
          {t('panel.inRuntime')}
        </Link>
      </p>
    </>
  );
};

const ArtifactList = ({ artifacts }: { artifacts: readonly StoredArtifact[] }) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  return (
    <ul className="note-list">
      {artifacts.map((a) => {
        const meaning = meaningOf(a.severity);
        return (
          <li key={a.id}>
            <span className={meaning} aria-hidden="true">
              {markOf[meaning]}
            </span>{' '}
            <Link className="text-link" href={to(artifactPath(a.id))}>
              <InlineCode text={shorten(a.title, 200)} />
            </Link>{' '}
            <span className="muted small">
              {t(`format.${a.format}`)},{' '}
              <time title={formatFull(a.timeUnixNano, language)}>
                {formatClock(nanoToSeconds(a.timeUnixNano), language)}
              </time>
            </span>
          </li>
        );
      })}
    </ul>
  );
};

/** The next step: how evidence of this service gets here, with the trace it belongs to. */
const Nothing = ({ span }: { span: Span }) => {
  const t = useText();
  const to = useLinks();
  const about = `service=${inQuotes(span.service)}&traceId=${span.traceId}`;
  return (
    <>
      <p className="muted quiet">{t('panel.noSpanRuntime', { service: span.service })}</p>
      <CodeWithCopy
        text={`curl --data-binary @stderr.log '${location.origin}/api/v1/runtime/artifacts?${about}'`}
        what={t('advice.code')}
      />
      <p className="quiet">
        <Link className="text-link" href={to('/runtime', { service: span.service })}>
          {t('panel.inRuntime')}
        </Link>
      </p>
    </>
  );
};

/** A name from telemetry may hold anything, and this text goes into a shell. */
const inQuotes = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27');
