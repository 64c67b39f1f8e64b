import { useText } from '../i18n/use-text.ts';
import { spanLabel } from '../logic/times.ts';
import { navigate } from '../router/place.ts';
import { Icon } from '../ui/icons.tsx';
import { usePreferences } from './preferences.ts';
import { useAsk, useSubject } from './subject-context.ts';
import { useTime } from './time-context.tsx';

/** After a brush of a chart: why does this stretch look like that? And the way back. */
export const BrushOffer = () => {
  const t = useText();
  const { language } = usePreferences();
  const { brushed } = useTime();
  const subject = useSubject();
  const askAbout = useAsk();
  if (brushed === undefined) return null;
  const range = spanLabel(brushed.window.start, brushed.window.end, language);
  return (
    <section className="brush-offer" aria-label={t('explain.range')}>
      <output className="brush-offer-range">{t('explain.zoomed', { range })}</output>
      <button
        type="button"
        className="button button-primary"
        onClick={() => askAbout({ ...subject, window: brushed.window })}
      >
        <Icon name="explain" size={14} /> {t('explain.range')} <kbd>e</kbd>
      </button>
      <button type="button" className="button" onClick={() => navigate(brushed.before)}>
        {t('explain.zoomBack')}
      </button>
    </section>
  );
};
