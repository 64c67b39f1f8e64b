import type { Diagnosis, Explanation } from '@nightglass/model';
import { useMemo, useRef } from 'react';
import { useApi } from '../../api/use-api.ts';
import { useTellSubject } from '../../frame/subject-context.ts';
import { useText } from '../../i18n/use-text.ts';
import { hypothesisKey } from '../../logic/explain/hypotheses.ts';
import type { Subject } from '../../logic/explain/subject.ts';
import { ExplainButton } from '../../ui/explain-button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { ErrorNotice } from '../../ui/states.tsx';
import { AnswerProvider } from './answer-context.ts';
import { AnswerFoot } from './answer-foot.tsx';
import { AnswerHead, Crumbs } from './answer-head.tsx';
import { ExplanationSkeleton, QuestionHead } from './explanation-skeleton.tsx';
import { HypothesisList } from './hypothesis-list.tsx';
import { Moment } from './moment.tsx';
import { Narration } from './narration.tsx';
import { BlastRadiusList, NotSeenList, RuledOutList } from './side-parts.tsx';
import { Steady } from './steady.tsx';
import { useSubjectText } from './subject-text.ts';
import { Timeline } from './timeline.tsx';

/** While it watches: often enough that a new look is on the page soon after it was made. */
const pollMs = 5000;
const again = (data: unknown): number | false =>
  (data as Explanation | undefined)?.state === 'running' ? pollMs : false;

const subjectOfAnswer = (explanation: Explanation | undefined): Subject | undefined => {
  if (explanation === undefined) return undefined;
  const { service, operation, diagnosis } = explanation;
  if (diagnosis === null) return { service, operation };
  const { startMs, endMs } = diagnosis.incident.window;
  return { service, operation, window: { start: startMs / 1000, end: endMs / 1000 } };
};

/** One explanation. The sentence first, then why, then everything else. */
export const ExplanationPage = ({ id }: { id: string }) => {
  const found = useApi<Explanation>(
    `/explanations/${encodeURIComponent(id)}`,
    {},
    { untrusted: true, again },
  );
  const explanation = found.data;
  useTellSubject(useMemo(() => subjectOfAnswer(explanation), [explanation]));
  return (
    <div className="content explanation-page">
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? (
        <>
          <Crumbs explanation={undefined} />
          <ExplanationSkeleton />
        </>
      ) : null}
      {explanation === undefined ? null : explanation.diagnosis === null ? (
        <NoAnswerYet explanation={explanation} />
      ) : (
        <Answered explanation={explanation} diagnosis={explanation.diagnosis} />
      )}
    </div>
  );
};

/** The first look has not ended, or it failed. */
const NoAnswerYet = ({ explanation }: { explanation: Explanation }) => {
  const t = useText();
  const subjectText = useSubjectText();
  const { service, operation } = explanation;
  if (explanation.state === 'failed') return <Failed explanation={explanation} />;
  return (
    <>
      <Crumbs explanation={explanation} />
      <QuestionHead
        title={t('ask.runningNow', { subject: subjectText(service, operation) })}
        step={t('answer.firstLook')}
      />
      <ExplanationSkeleton />
    </>
  );
};

const Failed = ({ explanation }: { explanation: Explanation }) => {
  const t = useText();
  const { service, operation, error } = explanation;
  return (
    <>
      {explanation.diagnosis === null ? <Crumbs explanation={explanation} /> : null}
      <div className="notice notice-bad" role="alert">
        <Icon name="bad" />
        <div className="notice-text">
          <p>
            <strong>
              {t('answer.failed')}
              {error === null ? '' : `: ${error.message}`}
            </strong>
          </p>
          <p className="notice-hint">
            {error === null ? null : (
              <>
                <code>{error.code}</code> ·{' '}
              </>
            )}
            {t('answer.failedHint')}
          </p>
        </div>
        <ExplainButton
          subject={subjectOfAnswer(explanation) ?? { service, operation }}
          text={t('explain.askAgain')}
        />
      </div>
    </>
  );
};

/** The best hypothesis of every look so far: none of them closes by itself while somebody reads it. */
const useTops = (diagnosis: Diagnosis): { tops: readonly string[]; changed: boolean } => {
  const tops = useRef<readonly string[]>([]);
  const first = diagnosis.hypotheses[0];
  const key = first === undefined ? undefined : hypothesisKey(first);
  if (key !== undefined && !tops.current.includes(key)) tops.current = [...tops.current, key];
  return { tops: tops.current, changed: tops.current.length > 1 };
};

const Answered = ({ explanation, diagnosis }: { explanation: Explanation; diagnosis: Diagnosis }) => {
  const { tops, changed } = useTops(diagnosis);
  const answer = useMemo(
    () => ({
      explanation,
      diagnosis,
      evidence: new Map(diagnosis.evidence.map((e) => [e.id, e])),
      openByDefault: tops,
    }),
    [explanation, diagnosis, tops],
  );
  const missing = diagnosis.verdict === 'insufficient_data' || diagnosis.verdict === 'no_cause_in_telemetry';
  return (
    <AnswerProvider value={answer}>
      <Steady>
        {explanation.state === 'running' ? <Watching explanation={explanation} changed={changed} /> : null}
        {explanation.state === 'failed' ? <Failed explanation={explanation} /> : null}
        <AnswerHead />
        <Narration />
        <div className="answer-grid">
          <div className="answer-main">
            {missing ? <NotSeenList full /> : null}
            <HypothesisList />
            {missing ? <RuledOutList /> : null}
          </div>
          <div className="answer-side">
            <Timeline />
            <BlastRadiusList />
            {missing ? null : <RuledOutList />}
            {missing ? null : <NotSeenList />}
          </div>
        </div>
        <AnswerFoot />
      </Steady>
    </AnswerProvider>
  );
};

const Watching = ({ explanation, changed }: { explanation: Explanation; changed: boolean }) => {
  const t = useText();
  return (
    <output className="watching">
      <span className="watching-mark" aria-hidden="true">
        ◌
      </span>
      <span>
        {t('answer.watching')} {t('answer.looks', { count: explanation.looks })}{' '}
        <Moment ms={explanation.updatedMs} />
      </span>
      {changed ? <b className="warning">◆ {t('answer.changed')}</b> : null}
    </output>
  );
};
