import type { Evidence, Hypothesis } from '@nightglass/model';
import { useState } from 'react';
import { useLocal } from '../../i18n/use-local.ts';
import { useText } from '../../i18n/use-text.ts';
import { evidenceOf, hypothesisKey, ownerOf } from '../../logic/explain/hypotheses.ts';
import { formatPercent } from '../../logic/format.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { usePlace } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { useAnswer } from './answer-context.ts';
import { CausePath } from './cause-path.tsx';
import { ConfidenceBar } from './confidence.tsx';
import { EntityName } from './entity-name.tsx';
import { EvidenceItem } from './evidence-item.tsx';
import { Feedback, FeedbackMark } from './feedback.tsx';
import { Moment } from './moment.tsx';
import { PreventionList } from './prevention-list.tsx';

interface Props {
  hypothesis: Hypothesis;
  open: boolean;
  onToggle: () => void;
}

/** One candidate: what and how sure in its head; why, the way, the evidence and what to do when it is open. */
export const HypothesisCard = ({ hypothesis, open, onToggle }: Props) => {
  const t = useText();
  const local = useLocal();
  const key = hypothesisKey(hypothesis);
  return (
    <li className={`hypothesis${open ? ' hypothesis-open' : ''}`} data-hypothesis={key}>
      <h3 className="hypothesis-head">
        <button
          type="button"
          className="hypothesis-toggle"
          aria-expanded={open}
          aria-controls={`about-${key}`}
          onClick={onToggle}
        >
          <span className="hypothesis-rank" title={t('hypothesis.rank', { rank: hypothesis.rank })}>
            {hypothesis.rank}
          </span>
          <span className="hypothesis-what">
            <span className="hypothesis-title">
              <InlineCode text={local(hypothesis.title)} />
            </span>
            <span className="hypothesis-where">
              <span className="tag">{t(`fault.${hypothesis.faultClass}`)}</span>
              <span className="ellipsis">{shorten(hypothesis.entity.name, 60)}</span>
              {hypothesis.operation === '' ? null : (
                <code className="ellipsis">{shorten(hypothesis.operation, 80)}</code>
              )}
              <FeedbackMark hypothesis={hypothesis.id} />
            </span>
          </span>
          <ConfidenceBar confidence={hypothesis.confidence} band={hypothesis.band} />
          <span className="hypothesis-fold">
            <Icon name={open ? 'up' : 'down'} size={14} />
          </span>
        </button>
      </h3>
      {open ? (
        <div className="hypothesis-body" id={`about-${key}`}>
          <About hypothesis={hypothesis} />
          <CausePath hypothesis={hypothesis} />
          <EvidenceLists hypothesis={hypothesis} />
          <PreventionList prevention={hypothesis.prevention} />
          <Signatures hypothesis={hypothesis} />
        </div>
      ) : null}
    </li>
  );
};

/** What to look at and what to do first; then how much it explains, since when, and what was changed. */
const About = ({ hypothesis }: { hypothesis: Hypothesis }) => {
  const t = useText();
  const local = useLocal();
  const { coverage, onsetMs, change } = hypothesis;
  return (
    <div className="hypothesis-about">
      <dl className="steps">
        <div className="step">
          <dt>{t('hypothesis.next')}</dt>
          <dd>
            <InlineCode text={local(hypothesis.nextCheck)} />
          </dd>
        </div>
        <div className="step">
          <dt>{t('hypothesis.fix')}</dt>
          <dd>
            <InlineCode text={local(hypothesis.remediation)} />
          </dd>
        </div>
        {change === null ? null : (
          <div className="step">
            <dt>{t('hypothesis.change')}</dt>
            <dd>
              <p className="change-line">
                <span className="tag">{t(`changeKind.${change.kind}`)}</span>
                <b>{shorten(change.id, 60)}</b>
                {change.service === '' ? null : (
                  <EntityName entity={{ kind: 'service', name: change.service }} />
                )}
                <Moment ms={change.timeMs} />
              </p>
              {change.summary === '' ? null : <p className="muted">{shorten(change.summary, 300)}</p>}
            </dd>
          </div>
        )}
      </dl>
      <div className="hypothesis-side">
        {coverage === null ? null : (
          <p className="coverage">
            <span className="coverage-track" aria-hidden="true">
              <span className="coverage-fill" style={{ width: `${Math.min(100, coverage * 100)}%` }} />
            </span>
            {t('hypothesis.coverage', { share: formatPercent(coverage) })}
          </p>
        )}
        {onsetMs === null ? null : (
          <p>
            <span className="muted">{t('hypothesis.onset')}</span> <Moment ms={onsetMs} />
          </p>
        )}
        <Feedback hypothesis={hypothesis.id} />
      </div>
    </div>
  );
};

const EvidenceLists = ({ hypothesis }: { hypothesis: Hypothesis }) => {
  const t = useText();
  const { evidence } = useAnswer();
  const [supports, contradicts] = [hypothesis.supports, hypothesis.contradicts].map((ids) =>
    evidenceOf(evidence, ids),
  ) as [readonly Evidence[], readonly Evidence[]];
  return (
    <>
      {supports.length === 0 ? null : (
        <section>
          <h4>{t('hypothesis.for', { count: supports.length })}</h4>
          <EvidenceList hypothesis={hypothesis} evidence={supports} />
        </section>
      )}
      <section>
        <h4>{t('hypothesis.against', { count: contradicts.length })}</h4>
        {contradicts.length === 0 ? (
          <p className="muted quiet">{t('hypothesis.againstNone')}</p>
        ) : (
          <EvidenceList hypothesis={hypothesis} evidence={contradicts} />
        )}
      </section>
    </>
  );
};

const shownAtFirst = 6;

const EvidenceList = ({
  hypothesis,
  evidence,
}: {
  hypothesis: Hypothesis;
  evidence: readonly Evidence[];
}) => {
  const t = useText();
  const { diagnosis } = useAnswer();
  const at = usePlace().params.get('at');
  const [all, setAll] = useState(false);
  const shown =
    all || evidence.findIndex((e) => e.id === at) >= shownAtFirst
      ? evidence
      : evidence.slice(0, shownAtFirst);
  return (
    <>
      <ul className="proofs">
        {shown.map((e) => (
          <EvidenceItem key={e.id} evidence={e} owned={ownerOf(diagnosis, e.id)?.id === hypothesis.id} />
        ))}
      </ul>
      {shown.length === evidence.length ? null : (
        <button type="button" className="button button-s" onClick={() => setAll(true)}>
          {t('action.more')} ({evidence.length - shown.length})
        </button>
      )}
    </>
  );
};

const Signatures = ({ hypothesis }: { hypothesis: Hypothesis }) => {
  const t = useText();
  const local = useLocal();
  if (hypothesis.signatures.length === 0) return null;
  return (
    <section>
      <h4>{t('hypothesis.seen')}</h4>
      <ul className="note-list">
        {hypothesis.signatures.map((s) => (
          <li key={s.id}>
            <InlineCode
              text={t('hypothesis.signature', {
                title: local(s.title),
                seen: s.seen,
                confirmed: s.confirmed,
              })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
};
