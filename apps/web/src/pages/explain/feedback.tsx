import type { Explanation, ExplanationFeedback } from '@nightglass/model';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiError, apiUrl, postJson } from '../../api/client.ts';
import { answerKey, toApiError } from '../../api/use-api.ts';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { cleanAll } from '../../logic/runtime/clean-text.ts';
import { formatClock } from '../../logic/times.ts';
import { Icon } from '../../ui/icons.tsx';
import { ErrorNotice } from '../../ui/states.tsx';
import { useAnswer } from './answer-context.ts';

const useGiven = (hypothesis: string): ExplanationFeedback | undefined =>
  useAnswer().explanation.feedback.findLast((f) => f.hypothesis === hypothesis);

/** Whether it was this. An answer given by mistake is undone by giving the other one. */
export const Feedback = ({ hypothesis }: { hypothesis: string }) => {
  const t = useText();
  const { language } = usePreferences();
  const { explanation } = useAnswer();
  const client = useQueryClient();
  const given = useGiven(hypothesis);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const path = `/explanations/${encodeURIComponent(explanation.id)}`;
  const give = async (answer: ExplanationFeedback['answer']): Promise<void> => {
    setSending(true);
    setError(undefined);
    try {
      const next = await postJson<Explanation>(apiUrl(`${path}/feedback`, { hypothesis, answer }));
      client.setQueryData(answerKey(path), cleanAll(next));
    } catch (failed) {
      setError(toApiError(failed as Error));
    } finally {
      setSending(false);
    }
  };
  const choices = [
    { answer: 'confirmed', text: t('feedback.confirm'), icon: 'check' },
    { answer: 'rejected', text: t('feedback.reject'), icon: 'close' },
  ] as const;
  return (
    <fieldset className="feedback" aria-busy={sending}>
      <legend>{t('feedback.question')}</legend>
      <div className="feedback-choices">
        {choices.map(({ answer, text, icon }) => (
          <button
            key={answer}
            type="button"
            className="button"
            aria-pressed={given?.answer === answer}
            // Not disabled while it is sent: the focus would be lost.
            onClick={() => (sending || given?.answer === answer ? undefined : void give(answer))}
          >
            <Icon name={icon} size={14} /> {text}
          </button>
        ))}
      </div>
      <output className="feedback-said">
        {given === undefined
          ? ''
          : t(`feedback.${given.answer}`, { at: formatClock(given.timeMs / 1000, language) })}
      </output>
      <ErrorNotice error={error} />
    </fieldset>
  );
};

/** The answer that was given, in the head of a closed hypothesis too. */
export const FeedbackMark = ({ hypothesis }: { hypothesis: string }) => {
  const t = useText();
  const given = useGiven(hypothesis);
  if (given === undefined) return null;
  return given.answer === 'confirmed' ? (
    <span className="tag tag-good">✓ {t('feedback.isConfirmed')}</span>
  ) : (
    <span className="tag tag-warning">✗ {t('feedback.isRejected')}</span>
  );
};
