import { useText } from '../../i18n/use-text.ts';
import { formatCount, formatDuration } from '../../logic/format.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { useAnswer } from './answer-context.ts';

/** What the answer was made from, how long that took, and what would make it again. */
export const AnswerFoot = () => {
  const t = useText();
  const { explanation, diagnosis } = useAnswer();
  const { input, engine } = diagnosis;
  return (
    <footer className="answer-small">
      <span>
        {t('answer.looked', {
          spans: formatCount(input.spans),
          logs: formatCount(input.logs),
          series: formatCount(input.series),
          changes: input.changes,
        })}
      </span>
      <span>
        {t('answer.took', {
          read: formatDuration(explanation.readMs * 1e6),
          think: formatDuration(explanation.thinkMs * 1e6),
        })}
      </span>
      <span>
        {t('answer.engine', {
          version: engine.version,
          config: engine.configHash.slice(0, 12),
          input: engine.inputHash.slice(0, 12),
        })}
      </span>
      {explanation.narration?.failure === undefined ? null : (
        <span>{t('narration.failure', { why: shorten(explanation.narration.failure, 200) })}</span>
      )}
    </footer>
  );
};
