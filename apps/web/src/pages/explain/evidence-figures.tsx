import type { Evidence } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { type Text, useText } from '../../i18n/use-text.ts';
import { formatCount, formatPercent, formatValue } from '../../logic/format.ts';
import { spanLabel } from '../../logic/times.ts';

const effectText = ({ effect, effectUnit, unit }: Evidence, t: Text): string | undefined => {
  if (effect === null) return undefined;
  switch (effectUnit) {
    case 'z':
      return t('proof.z', { value: formatCount(Number(effect.toPrecision(2))) });
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
  // `{request}` only repeats what the sentence says.
  const unit = evidence.unit.replace(/^\{[^}]*\}/, '');
  const span = ({ startMs, endMs }: Evidence['window']): string =>
    spanLabel(startMs / 1000, endMs / 1000, language);
  const besides = [
    effectText(evidence, t),
    n === null ? undefined : t('proof.n', { n: formatCount(n) }),
    p === null ? undefined : `p ${p < 0.001 ? '< 0.001' : `= ${Number(p.toPrecision(2))}`}`,
  ].filter((text) => text !== undefined);
  return (
    <p className="proof-figures">
      {before === null && after === null ? null : (
        <span className="proof-values">
          {before === null ? null : (
            <>
              <span className="hidden-text">{t('proof.before')} </span>
              {formatValue(before, unit)}
            </>
          )}
          <span aria-hidden="true"> → </span>
          <span className="hidden-text"> {t('proof.after')} </span>
          <b>{formatValue(after, unit)}</b>
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
