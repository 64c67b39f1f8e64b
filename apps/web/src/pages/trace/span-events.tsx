import type { Span, SpanEvent } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { attributeText } from '../../logic/any-value.ts';
import { formatDuration } from '../../logic/format.ts';
import { tracePath } from '../../logic/paths.ts';
import { formatFull } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { AttributesTable } from '../../ui/attributes-table.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { Id } from '../../ui/parts.tsx';

export const SpanEvents = ({ span }: { span: Span }) => {
  const t = useText();
  if (span.events.length === 0) return <p className="muted quiet">{t('panel.noEvents')}</p>;
  return (
    <ol className="events">
      {span.events.map((event, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events may repeat in every respect
        <OneEvent key={i} event={event} start={span.startTimeUnixNano} />
      ))}
      {span.droppedEventsCount > 0 ? (
        <li className="muted">{t('panel.droppedEvents', { count: span.droppedEventsCount })}</li>
      ) : null}
    </ol>
  );
};

const OneEvent = ({ event, start }: { event: SpanEvent; start: string }) => {
  const t = useText();
  const { language } = usePreferences();
  const stack = attributeText(event.attributes, 'exception.stacktrace');
  const exception = event.name === 'exception';
  return (
    <li className={exception ? 'event event-bad' : 'event'}>
      <p className="event-head">
        <b>
          {exception ? '▲ ' : ''}
          {event.name}
        </b>
        <time className="muted" title={formatFull(event.timeUnixNano, language)}>
          +{formatDuration(Number(BigInt(event.timeUnixNano) - BigInt(start)))}
        </time>
      </p>
      {exception ? (
        <p className="event-message">
          {attributeText(event.attributes, 'exception.type')}:{' '}
          {attributeText(event.attributes, 'exception.message')}
        </p>
      ) : null}
      {stack === '' ? null : (
        <div className="code-with-copy">
          <pre className="code-block">{stack}</pre>
          <CopyButton text={stack} what={t('panel.stack')} label={t('action.copy.short')} />
        </div>
      )}
      <AttributesTable
        title={t('panel.attributes')}
        attributes={event.attributes.filter((a) => a.key !== 'exception.stacktrace')}
        dropped={event.droppedAttributesCount}
      />
    </li>
  );
};

export const SpanLinks = ({ span }: { span: Span }) => {
  const t = useText();
  const to = useLinks();
  if (span.links.length === 0) return <p className="muted quiet">{t('panel.noLinks')}</p>;
  return (
    <ol className="events">
      {span.links.map((link, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: links may repeat
        <li key={i} className="event">
          <p className="event-head">
            <Link className="text-link" href={to(tracePath(link.traceId), { span: link.spanId })}>
              {t('panel.openLinked')}
            </Link>
            <Id id={link.traceId} what={t('trace.id')} />
          </p>
          <AttributesTable
            title={t('panel.attributes')}
            attributes={link.attributes}
            dropped={link.droppedAttributesCount}
          />
        </li>
      ))}
      {span.droppedLinksCount > 0 ? (
        <li className="muted">{t('panel.droppedLinks', { count: span.droppedLinksCount })}</li>
      ) : null}
    </ol>
  );
};
