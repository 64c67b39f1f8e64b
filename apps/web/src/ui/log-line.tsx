import type { LogRecord, Resource } from '@nightglass/model';
import type { ReactNode } from 'react';
import { usePreferences } from '../frame/preferences.ts';
import { useText } from '../i18n/use-text.ts';
import { anyText, attributeText } from '../logic/any-value.ts';
import { splitWords } from '../logic/highlight.ts';
import { tracePath } from '../logic/paths.ts';
import { type Severity, severityOf } from '../logic/severity.ts';
import { formatFull, formatNanoClock, formatUtc } from '../logic/times.ts';
import { Link } from '../router/link.tsx';
import { useLinks } from '../router/place.ts';
import { AttributesTable } from './attributes-table.tsx';
import { CopyButton } from './copy.tsx';
import { Icon } from './icons.tsx';
import { Id, ServiceDot } from './parts.tsx';

/** One shape per class, so that colour is never alone. */
const marks: Record<Severity, string> = {
  fatal: '■',
  error: '▲',
  warn: '◆',
  info: '●',
  debug: '○',
  trace: '·',
  unset: '–',
};

export const SeverityMark = ({ severity }: { severity: Severity }) => (
  <span className={`severity severity-${severity}`}>
    <span aria-hidden="true">{marks[severity]}</span> {severity === 'unset' ? '–' : severity}
  </span>
);

interface LineProps {
  log: LogRecord;
  open: boolean;
  onToggle: () => void;
  /** Words to mark. */
  words?: readonly string[];
  /** Without the service, where all lines are of one. */
  compact?: boolean;
  /** The line that a context was asked for. */
  hit?: boolean;
  children?: ReactNode;
}

export const LogLine = ({
  log,
  open,
  onToggle,
  words = [],
  compact = false,
  hit = false,
  children,
}: LineProps) => {
  const { language } = usePreferences();
  const severity = severityOf(log.severityNumber);
  return (
    <li className={`log log-${severity}${open ? ' log-open' : ''}${hit ? ' log-hit' : ''}`} data-log={log.id}>
      <button
        type="button"
        className={compact ? 'log-head log-head-compact' : 'log-head'}
        aria-expanded={open}
        onClick={onToggle}
      >
        <time className="log-time" title={formatFull(log.timeUnixNano, language)}>
          {formatNanoClock(log.timeUnixNano, language)}
        </time>
        <SeverityMark severity={severity} />
        {compact ? null : (
          <span className="log-service ellipsis">
            <ServiceDot name={log.service} />
            {log.service}
          </span>
        )}
        <span className="log-body">
          <Marked text={logText(log)} words={words} />
        </span>
      </button>
      {open ? children : null}
    </li>
  );
};

/** Exceptions are often logged without a body; their message is then the line. */
export const logText = (log: LogRecord): string => {
  const body = anyText(log.body);
  if (body !== '') return body.length > headHolds ? `${body.slice(0, headHolds)}…` : body;
  const exception = attributeText(log.attributes, 'exception.message');
  return exception || log.eventName || '–';
};

const Marked = ({ text, words }: { text: string; words: readonly string[] }) => (
  <>
    {splitWords(text, words).map((part) =>
      part.hit ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>,
    )}
  </>
);

interface DetailProps {
  log: LogRecord;
  resources: Record<string, Resource>;
  /** Inside of its trace: without the way there. */
  inTrace?: boolean;
  children?: ReactNode;
}

/** The head of an open line shows all of it up to this length. */
const headHolds = 500;

export const LogDetail = ({ log, resources, inTrace = false, children }: DetailProps) => {
  const t = useText();
  const to = useLinks();
  const body = anyText(log.body);
  const byAttribute = (pair: string): string => to('/logs', { attr: [pair] });
  return (
    <div className="log-detail">
      <div className="log-actions">
        {inTrace || log.traceId === '' ? null : (
          <Link
            className="button button-s"
            href={to(tracePath(log.traceId), { span: log.spanId, tab: 'logs' })}
          >
            <Icon name="traces" size={13} /> {t('logs.openTrace')}
          </Link>
        )}
        {children}
        <CopyButton text={body} what={t('logs.body')} label={t('logs.copyBody')} />
        <CopyButton
          text={formatUtc(log.timeUnixNano)}
          what={t('logs.time')}
          label={formatUtc(log.timeUnixNano)}
        />
        {inTrace || log.traceId === '' ? null : <Id id={log.traceId} what={t('trace.id')} />}
      </div>
      {body.length <= headHolds && !body.includes('\n') ? null : (
        <pre className="code-block log-full">{body}</pre>
      )}
      <AttributesTable
        title={t('panel.attributes')}
        attributes={log.attributes}
        dropped={log.droppedAttributesCount}
        filterLink={byAttribute}
      />
      <AttributesTable
        title={t('panel.resource')}
        attributes={resources[log.resourceId]?.attributes ?? []}
        dropped={resources[log.resourceId]?.droppedAttributesCount}
        filterLink={byAttribute}
      />
    </div>
  );
};
