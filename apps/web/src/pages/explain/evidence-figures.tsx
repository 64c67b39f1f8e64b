import type { Evidence } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { type Text, useText } from '../../i18n/use-text.ts';
import { beforeAndAfter, chance, deviations } from '../../logic/explain/figures.ts';
import { formatCount, formatPercent, formatValue } from '../../logic/format.ts';
import { spanLabel } from '../../logic/times.ts';

const effectText = ({ effect, effectUnit, unit }: Evidence, t: Text): string | undefined => {
  if (effect === null) return undefined;
  switch (effectUnit) {
    case 'z':
      return t('proof.z', { value: deviations(effect) });
    case 'ratio':
      return t('proof.ratio', { value: formatCount(Number(effect.toPrecision(3))) });
    case 'share':
      return t('proof.share', { value: formatPercent(effect) });
    case 'difference':
      return t('proof.difference', { value: formatValue(effect, unit) });
    case '':
      return undefined;
  }
};

/** Before and then, in which windows, how large, from how many, how likely by chance. */
export const EvidenceFigures = ({ evidence }: { evidence: Evidence }) => {
  const t = useText();
  const { language } = usePreferences();
  const { before, after, n, p } = evidence;
  const figures = beforeAndAfter(before, after, evidence.unit);
  const span = ({ startMs, endMs }: Evidence['window']): string =>
    spanLabel(startMs / 1000, endMs / 1000, language);
  const besides = [
    effectText(evidence, t),
    n === null ? undefined : t('proof.n', { n: formatCount(n) }),
    p === null ? undefined : chance(p),
  ].filter((text) => text !== undefined);
  return (
    <p className="proof-figures">
      {before === null && after === null ? null : (
        <span className="proof-values">
          {before === null ? null : (
            <>
              <span className="hidden-text">{t('proof.before')} </span>
              {figures.before}
            </>
          )}
          <span aria-hidden="true"> → </span>
          <span className="hidden-text"> {t('proof.after')} </span>
          <b>{figures.after}</b>
        </span>
      )}
      <span>{t('proof.window', { after: span(evidence.window), before: span(evidence.baseline) })}</span>
      {besides.map((text) => (
        <span key={text} title={text.startsWith('p ') ? t('proof.p') : undefined}>
          {text}
        </span>
      ))}
    </p>
  );
};
