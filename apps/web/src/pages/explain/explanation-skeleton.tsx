import { useText } from '../../i18n/use-text.ts';

/** Grey where the answer will stand: the sentence, the first hypothesis, what is beside it. */
export const ExplanationSkeleton = () => {
  const t = useText();
  const box = (height: number) => <div className="skeleton" style={{ height }} />;
  return (
    <div className="answer-skeleton" role="status" aria-label={t('state.loading')}>
      <div className="answer-grid">
        <div className="answer-main">
          {box(58)}
          {box(420)}
          {box(58)}
          {box(58)}
        </div>
        <div className="answer-side">
          {box(260)}
          {box(120)}
        </div>
      </div>
    </div>
  );
};

/** The head while nothing is known but the question. */
export const QuestionHead = ({ title, step }: { title: string; step: string }) => (
  <header className="answer answer-running" aria-busy="true">
    <p className="answer-verdict">
      <span className="answer-mark" aria-hidden="true">
        ◌
      </span>
      <output>{step}</output>
    </p>
    <h1 className="answer-sentence">{title}</h1>
    <div className="progress" aria-hidden="true" />
  </header>
);
