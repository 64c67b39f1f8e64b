import type { Advice, RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { artifactPath } from '../../logic/paths.ts';
import { formatSample, markOf, meaningOf } from '../../logic/runtime/views.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { CodeWithCopy } from '../../ui/code-with-copy.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { LinesLink } from './lines-link.tsx';

interface Props {
  finding: RuntimeFinding;
  /** Whose lines the evidence names; absent over several artifacts. */
  artifact?: string;
}

/** Where a finding stands on its page: `#finding-heap-growth-166.1-MB`. */
const findingAnchor = ({ id, title }: RuntimeFinding): string =>
  `finding-${id}-${title.replaceAll(/\W+/g, '-').slice(0, 60)}`;

/** One thing to know: the sentence, how sure, why, what it rests on, what to do. */
export const FindingCard = ({ finding, artifact }: Props) => {
  const t = useText();
  const meaning = meaningOf(finding.severity);
  return (
    <article className={`evidence evidence-${meaning}`} data-finding={finding.id} id={findingAnchor(finding)}>
      <header className="evidence-head">
        <span className={`evidence-mark ${meaning}`} aria-hidden="true">
          {markOf[meaning]}
        </span>
        <h3 className="evidence-title">
          <span className="hidden-text">{t(`severity.${finding.severity}`)}: </span>
          <InlineCode text={finding.title} />
        </h3>
        <span className="tag" title={t(`confidence.hint.${finding.confidence}`)}>
          {t(`confidence.${finding.confidence}`)}
        </span>
      </header>
      {finding.detail.map((text) => (
        <p key={text} className="evidence-detail">
          <InlineCode text={text} />
        </p>
      ))}
      {finding.evidence.length === 0 ? null : (
        <ul className="evidence-list" aria-label={t('evidence.label')}>
          {finding.evidence.map((e) => (
            <EvidenceLine key={e.text} evidence={e} artifact={artifact} />
          ))}
        </ul>
      )}
      <AdviceList advice={finding.advice} />
    </article>
  );
};

export const FindingList = ({
  findings,
  artifact,
}: {
  findings: readonly RuntimeFinding[];
  artifact?: string;
}) => (
  <div className="evidence-stack">
    {findings.map((f) => (
      <FindingCard key={`${f.id}${f.title}`} finding={f} {...(artifact === undefined ? {} : { artifact })} />
    ))}
  </div>
);

/** The sentences alone, each leading to the whole: what is wrong stands on the first screen. */
export const Headlines = ({ findings }: { findings: readonly RuntimeFinding[] }) => {
  const t = useText();
  return (
    <ul className="headlines" aria-label={t('finding.title')}>
      {findings.map((f) => {
        const meaning = meaningOf(f.severity);
        return (
          <li key={`${f.id}${f.title}`}>
            <span className={meaning} aria-hidden="true">
              {markOf[meaning]}
            </span>{' '}
            <a href={`#${findingAnchor(f)}`}>
              <InlineCode text={f.title} />
            </a>
          </li>
        );
      })}
    </ul>
  );
};

/** Links to lines beyond this many are left out: the first ones are enough to check a statement. */
const linesShown = 6;
const idsShown = 8;

const EvidenceLine = ({
  evidence,
  artifact,
}: {
  evidence: RuntimeEvidence;
  artifact: string | undefined;
}) => {
  const t = useText();
  const to = useLinks();
  const { figure } = evidence;
  const supports = evidence.stance === 'supports';
  return (
    <li className="evidence-line">
      <span className={supports ? 'tag' : 'tag tag-warning'}>
        {supports ? `✓ ${t('evidence.supports')}` : `✗ ${t('evidence.contradicts')}`}
      </span>
      <div>
        <InlineCode text={evidence.text} />
        {figure === undefined ? null : (
          <span className="evidence-figure">
            {figure.name}: {figure.before === null ? null : `${formatSample(figure.before, figure.unit)} → `}
            <b>{formatSample(figure.after, figure.unit)}</b>
            {figure.unit === 'bytes' || figure.unit === 'nanoseconds' || figure.unit === 'count'
              ? null
              : ` ${figure.unit}`}
          </span>
        )}{' '}
        {artifact === undefined
          ? null
          : evidence.lines
              .slice(0, linesShown)
              .map((lines) => (
                <LinesLink key={`${lines.start}-${lines.end}`} artifact={artifact} lines={lines} />
              ))}
        {evidence.goroutines.length === 0 ? null : (
          <span className="muted">
            {' '}
            {t('evidence.goroutines', {
              count: evidence.goroutines.length,
              ids: evidence.goroutines.slice(0, idsShown).join(', '),
            })}
            {evidence.goroutines.length > idsShown ? '…' : ''}
          </span>
        )}
        {artifact === undefined || evidence.lines.length <= linesShown ? null : (
          <Link className="text-link" href={to(artifactPath(artifact), { view: 'raw' })}>
            +{evidence.lines.length - linesShown}
          </Link>
        )}
      </div>
    </li>
  );
};

const AdviceList = ({ advice }: { advice: readonly Advice[] }) => {
  const t = useText();
  if (advice.length === 0) return null;
  return (
    <div className="advice">
      <h4>{t('advice.title')}</h4>
      {advice.map((a) => (
        <div key={a.text} className="advice-item">
          <p>
            <InlineCode text={a.text} />
          </p>
          {a.code === undefined ? null : <CodeWithCopy text={a.code.text} what={t('advice.code')} />}
        </div>
      ))}
    </div>
  );
};
