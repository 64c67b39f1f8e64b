import { useRef } from 'react';
import { useKeys } from '../../frame/use-keys.ts';
import { useText } from '../../i18n/use-text.ts';
import { hypothesisKey, openKeys, writeOpen } from '../../logic/explain/hypotheses.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { useAnswer } from './answer-context.ts';
import { HypothesisCard } from './hypothesis-card.tsx';

/** All candidates by rank. `n` and `p` move between them, Enter folds. */
export const HypothesisList = () => {
  const t = useText();
  const { params } = usePlace();
  const { diagnosis, openByDefault } = useAnswer();
  const list = useRef<HTMLOListElement>(null);
  const open = openKeys(params.get('open'), openByDefault);
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    changeParams({ open: writeOpen(next), at: null }, { replace: true });
  };
  const move = (by: 1 | -1) => (): void => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('.hypothesis-toggle') ?? [])];
    const here = buttons.findIndex((b) => b.closest('.hypothesis')?.contains(document.activeElement));
    buttons[here < 0 ? 0 : Math.min(buttons.length - 1, Math.max(0, here + by))]?.focus();
  };
  useKeys({ n: move(1), p: move(-1) });
  const sure = diagnosis.verdict === 'diagnosed' || diagnosis.verdict === 'ambiguous';
  if (diagnosis.hypotheses.length === 0) return null;
  return (
    <section className="hypotheses-section" aria-labelledby="hypotheses-title">
      <h2 id="hypotheses-title">{t(sure ? 'hypotheses.title' : 'hypotheses.weak')}</h2>
      <ol className="hypotheses" ref={list}>
        {diagnosis.hypotheses.map((h) => {
          const key = hypothesisKey(h);
          return (
            <HypothesisCard key={key} hypothesis={h} open={open.has(key)} onToggle={() => toggle(key)} />
          );
        })}
      </ol>
    </section>
  );
};
