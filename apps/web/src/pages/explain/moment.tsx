import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatClock, formatFull, formatUtc, msToNano } from '../../logic/times.ts';
import { CopyButton } from '../../ui/copy.tsx';

/** A moment in local time, the zone on hover, UTC when copied. Unix milliseconds. */
export const Moment = ({ ms, copy = false }: { ms: number; copy?: boolean }) => {
  const t = useText();
  const { language } = usePreferences();
  const nano = msToNano(ms);
  return (
    <span className="moment">
      <time title={formatFull(nano, language)} dateTime={new Date(ms).toISOString()}>
        {formatClock(ms / 1000, language)}
      </time>
      {copy ? <CopyButton text={formatUtc(nano)} what={t('timeline.time')} /> : null}
    </span>
  );
};
