import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { Segments } from '../../ui/parts.tsx';

/**
 * Evidence is rare and often looked at long after it was taken: all of it is shown, unless the reader wants only that
 * of the time range of the header (`when=range`). Empty when everything is meant.
 */
export const useEvidenceRange = (): { start?: number; end?: number } => {
  const { params } = usePlace();
  const { window } = useTime();
  return params.get('when') === 'range' ? { start: window.start, end: window.end } : {};
};

export const WhenChoice = () => {
  const t = useText();
  const active = usePlace().params.get('when') === 'range' ? 'range' : 'all';
  return (
    <div className="field">
      <span>{t('runtime.when')}</span>
      <Segments
        label={t('runtime.when')}
        active={active}
        options={[
          { key: 'all', label: t('runtime.when.all') },
          { key: 'range', label: t('runtime.when.range') },
        ]}
        onChange={(key) => changeParams({ when: key === 'range' ? key : null, cursor: null })}
      />
    </div>
  );
};
