import { useLocal } from '../../i18n/use-local.ts';
import { useText } from '../../i18n/use-text.ts';
import { timelineMarks } from '../../logic/explain/marks.ts';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Section } from '../../ui/parts.tsx';
import { useAnswer } from './answer-context.ts';
import { EvidenceRefs } from './evidence-refs.tsx';
import { Moment } from './moment.tsx';

/** What happened in which order, from above. */
export const Timeline = () => {
  const t = useText();
  const local = useLocal();
  const { timeline } = useAnswer().diagnosis;
  if (timeline.length === 0) return null;
  const ordered = timeline.toSorted((a, b) => a.timeMs - b.timeMs);
  return (
    <Section title={t('timeline.title')}>
      <ol className="timeline">
        {ordered.map((entry, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two entries may be the same in every part
          <li key={`${entry.timeMs}${entry.kind}${i}`} className={`timeline-entry timeline-${entry.kind}`}>
            <Moment ms={entry.timeMs} copy />
            <span className="timeline-mark" aria-hidden="true">
              {timelineMarks[entry.kind]}
            </span>
            <div className="timeline-text">
              <span className="tag">{t(`timeline.${entry.kind}`)}</span>{' '}
              <InlineCode text={local(entry.text)} /> <EvidenceRefs ids={entry.evidence} />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
};
