import type { Explanation } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useLocal } from '../../i18n/use-local.ts';
import { useText } from '../../i18n/use-text.ts';
import { outcomeMarks, outcomeOf } from '../../logic/explain/marks.ts';
import { formatCount, formatDuration, formatPercent } from '../../logic/format.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { formatAgo, formatUtc, msToNano, spanLabel } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { ExplainButton } from '../../ui/explain-button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { useAnswer, useServiceLink } from './answer-context.ts';
import { ConfidenceBlocks } from './confidence.tsx';
import { EntityName } from './entity-name.tsx';
import { Moment } from './moment.tsx';
import { ReportMenu } from './report-menu.tsx';

/** Where one is: the list, and who was asked about. */
export const Crumbs = ({ explanation }: { explanation: Explanation | undefined }) => {
  const t = useText();
  const to = useLinks();
  return (
    <p className="crumbs">
      <Link className="text-link" href={to('/explain')}>
        {t('page.explain')}
      </Link>
      {explanation === undefined ? null : (
        <span className="muted ellipsis">
          {explanation.service === '' ? t('explained.all') : explanation.service}
          {explanation.operation === '' ? '' : ` · ${explanation.operation}`}
        </span>
      )}
    </p>
  );
};

/** The answer in one sentence, how sure, since when, how bad: all that a first look needs. */
export const AnswerHead = () => {
  const t = useText();
  const local = useLocal();
  const serviceLink = useServiceLink();
  const { explanation, diagnosis } = useAnswer();
  const { verdict, incident, hypotheses } = diagnosis;
  const outcome = outcomeOf({ state: explanation.state, verdict });
  const first = hypotheses[0];
  const sure = verdict === 'diagnosed' || verdict === 'ambiguous';
  const { service, operation, window } = incident;
  const subject = {
    service,
    operation,
    window: { start: window.startMs / 1000, end: window.endMs / 1000 },
  };
  return (
    <header className={`answer answer-${outcome}`}>
      <Crumbs explanation={explanation} />
      <p className="answer-verdict">
        <span className="answer-mark" aria-hidden="true">
          {outcomeMarks[outcome]}
        </span>
        <b>{t(`verdict.${outcome}`)}</b>
        {sure && first !== undefined ? (
          <ConfidenceBlocks confidence={first.confidence} band={first.band} />
        ) : null}
      </p>
      <h1 className="answer-sentence">
        <InlineCode text={local(diagnosis.summary)} />
      </h1>
      <Facts />
      {verdict === 'diagnosed' ? null : <p className="answer-hint">{t(`verdict.hint.${verdict}`)}</p>}
      <nav className="answer-links" aria-label={t('answer.links')}>
        <ExplainButton subject={subject} text={t('explain.askAgain')} />
        <ReportMenu id={explanation.id} />
        {service === '' ? null : (
          <Link className="button" href={serviceLink(service)}>
            <Icon name="services" size={14} /> {t('answer.openService', { service: shorten(service, 40) })}
          </Link>
        )}
      </nav>
    </header>
  );
};

/** Above this a share is marked; below it is normal life. */
const badShare = 0.02;

const Facts = () => {
  const t = useText();
  const { language } = usePreferences();
  const { explanation, diagnosis } = useAnswer();
  const { incident } = diagnosis;
  const { onsetMs, requests, badRequests, thresholdMs, symptom } = incident;
  const span = ({ startMs, endMs }: typeof incident.window): string =>
    spanLabel(startMs / 1000, endMs / 1000, language);
  return (
    <>
      <p className="facts answer-facts">
        {incident.service === '' ? null : <EntityName entity={{ kind: 'service', name: incident.service }} />}
        {incident.operation === '' ? null : <code>{incident.operation}</code>}
        {symptom === 'none' ? null : <span>{t(`symptom.${symptom}`)}</span>}
        {onsetMs === null ? (
          symptom === 'none' ? null : (
            <span className="muted">{t('answer.noOnset')}</span>
          )
        ) : (
          <span>
            {t('answer.since')}{' '}
            <b>
              <Moment ms={onsetMs} />
            </b>{' '}
            <span className="muted">
              {formatAgo(msToNano(onsetMs), language, Math.max(Date.now(), explanation.updatedMs))}
            </span>
            <CopyButton text={formatUtc(msToNano(onsetMs))} what={t('timeline.time')} />
          </span>
        )}
        {requests === null || badRequests === null || requests === 0 ? null : (
          <span
            title={
              thresholdMs === null
                ? undefined
                : t('answer.threshold', { limit: formatDuration(thresholdMs * 1e6) })
            }
          >
            <b className={badRequests / requests >= badShare ? 'bad' : undefined}>
              {badRequests / requests >= badShare ? '▲ ' : ''}
              {t('answer.bad', { share: formatPercent(badRequests / requests) })}
            </b>{' '}
            <span className="muted">
              {t('answer.badOf', { bad: formatCount(badRequests), all: formatCount(requests) })}
            </span>
          </span>
        )}
      </p>
      <p className="answer-small">
        {t('answer.window', { window: span(incident.window), baseline: span(incident.baseline) })}
      </p>
    </>
  );
};
