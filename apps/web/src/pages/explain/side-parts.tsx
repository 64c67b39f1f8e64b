/** What stands beside the hypotheses: how far it reaches, what was ruled out, what could not be seen. */
import type { Blindness, RuledOut } from '@nightglass/model';
import { useLocal } from '../../i18n/use-local.ts';
import { useText } from '../../i18n/use-text.ts';
import { entityKey } from '../../logic/explain/cause-map.ts';
import { evidenceOf, ownerOf } from '../../logic/explain/hypotheses.ts';
import { remedyOf } from '../../logic/explain/remedy.ts';
import { formatPercent } from '../../logic/format.ts';
import { usePlace } from '../../router/place.ts';
import { CodeWithCopy } from '../../ui/code-with-copy.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Section } from '../../ui/parts.tsx';
import { useAnswer } from './answer-context.ts';
import { EntityName } from './entity-name.tsx';
import { EvidenceItem } from './evidence-item.tsx';
import { EvidenceRefs } from './evidence-refs.tsx';

/** Less is no slowdown worth a word. */
const slower = 1.2;

export const BlastRadiusList = () => {
  const t = useText();
  const { blastRadius } = useAnswer().diagnosis;
  if (blastRadius.length === 0) return null;
  return (
    <Section title={t('radius.title')}>
      <ul className="radius">
        {blastRadius.map((b) => (
          <li key={entityKey(b.entity)} className="radius-row">
            <EntityName entity={b.entity} />
            <span className="radius-figure">
              {b.badShare === null || (b.badShare < 0.005 && b.slowdown !== null) ? null : (
                <span className={b.badShare >= 0.02 ? 'bad' : undefined}>
                  {b.badShare >= 0.02 ? '▲ ' : ''}
                  {t('path.bad', { share: formatPercent(b.badShare) })}
                </span>
              )}
              {b.slowdown === null || b.slowdown < slower ? null : (
                <span>{t('path.slower', { times: Number(b.slowdown.toPrecision(2)) })}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};

export const RuledOutList = () => {
  const t = useText();
  const { ruledOut } = useAnswer().diagnosis;
  if (ruledOut.length === 0) return null;
  return (
    <Section title={t('ruledOut.title')}>
      <ul className="note-list">
        {ruledOut.map((r) => (
          <RuledOutItem key={`${entityKey(r.entity)}${r.faultClass}`} ruledOut={r} />
        ))}
      </ul>
    </Section>
  );
};

/** Evidence that no hypothesis shows unfolds here. */
const RuledOutItem = ({ ruledOut }: { ruledOut: RuledOut }) => {
  const t = useText();
  const local = useLocal();
  const { diagnosis, evidence } = useAnswer();
  const at = usePlace().params.get('at');
  const own = evidenceOf(evidence, ruledOut.evidence).filter((e) => ownerOf(diagnosis, e.id) === undefined);
  return (
    <li className="ruled-out">
      <p className="ruled-out-head">
        <span aria-hidden="true" className="muted">
          ✗
        </span>
        <span className="tag">{t(`fault.${ruledOut.faultClass}`)}</span>
        <EntityName entity={ruledOut.entity} />
      </p>
      <p>
        <InlineCode text={local(ruledOut.reason)} /> <EvidenceRefs ids={ruledOut.evidence} />
      </p>
      {own.some((e) => e.id === at) ? (
        <ul className="proofs">
          {own.map((e) => (
            <EvidenceItem key={e.id} evidence={e} owned />
          ))}
        </ul>
      ) : null}
    </li>
  );
};

/** Unfolded where the answer depends on it: how to make it seen. */
export const NotSeenList = ({ full = false }: { full?: boolean }) => {
  const t = useText();
  const { notSeen } = useAnswer().diagnosis;
  if (notSeen.length === 0) return null;
  return (
    <Section title={t(full ? 'notSeen.missing' : 'notSeen.title')}>
      <ul className={full ? 'not-seen not-seen-full' : 'not-seen'}>
        {notSeen.map((b) => (
          <NotSeenItem
            key={`${b.kind}${b.entity === null ? '' : entityKey(b.entity)}`}
            blindness={b}
            full={full}
          />
        ))}
      </ul>
    </Section>
  );
};

const NotSeenItem = ({ blindness, full }: { blindness: Blindness; full: boolean }) => {
  const t = useText();
  const local = useLocal();
  const settings = remedyOf(blindness, {
    endpoint: `http://${location.hostname}:4318`,
    origin: location.origin,
  });
  const remedy = (
    <>
      <p>{t(`remedy.${blindness.kind}`)}</p>
      {settings === '' ? null : <CodeWithCopy text={settings} what={t('notSeen.send')} />}
    </>
  );
  return (
    <li className="not-seen-item">
      <p>
        <span aria-hidden="true">◐ </span>
        <b>{t(`blind.${blindness.kind}`)}</b> <InlineCode text={local(blindness.text)} />
      </p>
      {full ? (
        remedy
      ) : (
        <details>
          <summary className="text-link">{t('notSeen.how')}</summary>
          {remedy}
        </details>
      )}
    </li>
  );
};
