import type { ExplanationEntity, Hypothesis, PathStep } from '@nightglass/model';
import { useMemo } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { causeMap, entityKey } from '../../logic/explain/cause-map.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { useAnswer } from './answer-context.ts';
import { CausePicture } from './cause-picture.tsx';
import { EntityName } from './entity-name.tsx';
import { EvidenceRefs } from './evidence-refs.tsx';

/** The entities of the way in order, from the symptom to the cause. */
const wayOf = ({ path, entity }: Hypothesis): ExplanationEntity[] => {
  const first = path[0]?.from;
  return first === undefined ? [entity] : [first, ...path.map((s) => s.to)];
};

/** Where the trouble shows, where it comes from, and what lies between: a map for the eye, a list that says the same. */
export const CausePath = ({ hypothesis }: { hypothesis: Hypothesis }) => {
  const t = useText();
  const { diagnosis } = useAnswer();
  const map = useMemo(() => causeMap(diagnosis, hypothesis), [diagnosis, hypothesis]);
  const way = wayOf(hypothesis);
  return (
    <section className="cause-path">
      <h4>{t('path.title')}</h4>
      {map.nodes.length < 2 ? null : <CausePicture map={map} way={way.map((e) => e.name)} />}
      {way.length < 2 ? (
        <p>{t('path.one', { name: shorten(hypothesis.entity.name, 60) })}</p>
      ) : (
        <ol className="cause-way">
          {way.map((entity, i) => (
            <li key={entityKey(entity)} className="cause-step">
              <EntityName entity={entity} />
              <span className="muted">
                {i === 0 ? t('path.symptom') : i === way.length - 1 ? t('path.cause') : t('path.way')}
              </span>
              <StepRefs step={hypothesis.path[i - 1]} />
            </li>
          ))}
        </ol>
      )}
      {map.hidden === 0 ? null : <p className="muted small">{t('path.hidden', { count: map.hidden })}</p>}
    </section>
  );
};

const StepRefs = ({ step }: { step: PathStep | undefined }) =>
  step === undefined ? null : <EvidenceRefs ids={step.evidence} />;
