import type { Evidence } from '@nightglass/model';
import { useEffect, useRef } from 'react';
import { usePreferences } from '../../frame/preferences.ts';
import { useLocal } from '../../i18n/use-local.ts';
import { useText } from '../../i18n/use-text.ts';
import { queryLink } from '../../logic/explain/query-link.ts';
import { tracePath } from '../../logic/paths.ts';
import { formatClock } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks, usePlace } from '../../router/place.ts';
import { useUrlSet } from '../../router/use-url-set.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { Icon } from '../../ui/icons.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { EntityName } from './entity-name.tsx';
import { EvidenceChart } from './evidence-chart.tsx';
import { EvidenceFigures } from './evidence-figures.tsx';
import { EvidenceMore } from './evidence-more.tsx';

const exemplarsShown = 3;

/** Always the same shape: a sentence, before and then, a small chart or the text itself, for or against, the query. */
export const EvidenceItem = ({ evidence, owned }: { evidence: Evidence; owned: boolean }) => {
  const t = useText();
  const local = useLocal();
  const to = useLinks();
  const hit = usePlace().params.get('at') === evidence.id && owned;
  const shown = useUrlSet('show');
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!hit) return;
    item.current?.scrollIntoView({ block: 'center' });
    item.current?.focus({ preventScroll: true });
  }, [hit]);
  const supports = evidence.stance === 'supports';
  const { query } = evidence;
  const unfolds = query !== null && query.kind !== 'service';
  const open = unfolds && shown.has(evidence.id);
  const link = query === null ? undefined : queryLink(query);
  return (
    <li
      ref={item}
      className={`proof${hit ? ' proof-hit' : ''}`}
      data-evidence={evidence.id}
      tabIndex={owned ? -1 : undefined}
    >
      <div className="proof-body">
        <div className="proof-main">
          <p className="proof-head">
            <span className={supports ? 'tag tag-good' : 'tag tag-warning'}>
              {supports ? `✓ ${t('evidence.supports')}` : `✗ ${t('evidence.contradicts')}`}
            </span>
            <span className="muted">{t(`signal.${evidence.signal}`)}</span>
            <EntityName entity={evidence.entity} />
            <code className="proof-id">{evidence.id}</code>
          </p>
          <p className="proof-text">
            <InlineCode text={local(evidence.text)} />
          </p>
          <EvidenceFigures evidence={evidence} />
          {evidence.caveat === null ? null : (
            <p className="proof-caveat">
              <span aria-hidden="true">◆ </span>
              <b>{t('proof.caveat')}:</b> <InlineCode text={local(evidence.caveat)} />
            </p>
          )}
        </div>
        <EvidenceChart evidence={evidence} />
      </div>
      {evidence.quote === '' ? null : <Quote evidence={evidence} />}
      <div className="proof-actions">
        {unfolds ? (
          <button
            type="button"
            className="button button-s"
            aria-expanded={open}
            onClick={() => shown.toggle(evidence.id)}
          >
            <Icon name={open ? 'down' : 'right'} size={13} /> {t(`proof.open.${query.kind}`)}
          </button>
        ) : null}
        {link === undefined ? null : (
          <Link
            className="text-link"
            href={to(link.path, link.own)}
            aria-label={t('proof.runIt', { id: evidence.id })}
          >
            {t('proof.run')} <Icon name="right" size={12} />
          </Link>
        )}
        <Exemplars evidence={evidence} />
      </div>
      {open ? (
        <div className="proof-more">
          <EvidenceMore evidence={evidence} query={query} />
        </div>
      ) : null}
    </li>
  );
};

/** The text of the telemetry, as text: it may have been written by anybody. */
const Quote = ({ evidence }: { evidence: Evidence }) => {
  const t = useText();
  return (
    <figure className="proof-quote">
      <blockquote>
        <pre className="code-block">{evidence.quote}</pre>
      </blockquote>
      <figcaption className="muted">
        {t('proof.quote')}
        <CopyButton text={evidence.quote} what={t('logs.body')} />
      </figcaption>
    </figure>
  );
};

const Exemplars = ({ evidence }: { evidence: Evidence }) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const traces = evidence.exemplars.filter((e) => e.traceId !== '').slice(0, exemplarsShown);
  if (traces.length === 0) return null;
  return (
    <span className="proof-exemplars">
      <span className="muted">{t('proof.exemplars')}</span>
      {traces.map((e) => (
        <Link
          key={`${e.traceId}${e.spanId}`}
          className="chip"
          href={to(tracePath(e.traceId), { span: e.spanId })}
        >
          <Icon name="traces" size={12} />{' '}
          {t('proof.exemplar', { at: formatClock(e.timeMs / 1000, language) })}
        </Link>
      ))}
    </span>
  );
};
