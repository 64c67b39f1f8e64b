import { useText } from '../../i18n/use-text.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { InlineCode } from '../../ui/inline-code.tsx';
import { useAnswer } from './answer-context.ts';
import { EvidenceRefs } from './evidence-refs.tsx';

/** What a model made of the findings: never in place of the engine's own sentence, and never without saying so. */
export const Narration = () => {
  const t = useText();
  const { narration } = useAnswer().explanation;
  if (narration === null || narration.source !== 'model' || narration.claims.length === 0) return null;
  return (
    <section className="narration" aria-labelledby="narration-title">
      <div className="narration-by">
        <h2 id="narration-title">{t('narration.title')}</h2>
        <p className="muted small">
          {t('narration.by', { model: shorten(narration.model, 60) })}
          {narration.dropped.length === 0
            ? null
            : ` ${t('narration.dropped', { count: narration.dropped.length })}`}
        </p>
      </div>
      <p lang={narration.language === 'zh' ? 'zh-CN' : 'en'}>
        {narration.claims.map((claim) => (
          <span key={claim.text + claim.evidence.join()}>
            <InlineCode text={claim.text} /> <EvidenceRefs ids={claim.evidence} />{' '}
          </span>
        ))}
      </p>
    </section>
  );
};
