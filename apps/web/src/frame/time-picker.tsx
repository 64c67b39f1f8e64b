import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useText } from '../i18n/use-text.ts';
import { parseSpan, parseTime, relativeChoices } from '../logic/time-range.ts';
import { localInput, rangeLabel } from '../logic/times.ts';
import { Icon } from '../ui/icons.tsx';
import { usePreferences } from './preferences.ts';
import { useTime } from './time-context.tsx';

export const TimePicker = () => {
  const t = useText();
  const { language } = usePreferences();
  const { range, window: shown } = useTime();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !anchor.current?.contains(event.target)) setOpen(false);
    };
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', onEscape);
    };
  }, [open]);
  const label =
    range.kind === 'relative'
      ? t('time.last', { span: range.text })
      : rangeLabel(shown.start, shown.end, language);
  return (
    <div className="popover-anchor" ref={anchor}>
      <button
        type="button"
        className="button"
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
        title={rangeLabel(shown.start, shown.end, language)}
      >
        <Icon name="clock" size={15} />
        <span className="nowrap">{label}</span>
        <Icon name="down" size={12} />
      </button>
      {open ? <TimePopover onDone={() => setOpen(false)} /> : null}
    </div>
  );
};

const TimePopover = ({ onDone }: { onDone: () => void }) => {
  const t = useText();
  const { range, window: shown, setRange } = useTime();
  const [from, setFrom] = useState(() => localInput(shown.start));
  const [to, setTo] = useState(() => localInput(shown.end));
  const [wrong, setWrong] = useState(false);
  const apply = (event: FormEvent): void => {
    event.preventDefault();
    const [a, b] = [parseTime(from), parseTime(to)];
    if (a === undefined || b === undefined || b <= a) {
      setWrong(true);
      return;
    }
    setRange({ kind: 'absolute', from: a, to: b });
    onDone();
  };
  return (
    <div className="popover time-popover" role="dialog" aria-label={t('time.choose')}>
      <div className="time-choices">
        {relativeChoices.map((choice) => (
          <button
            key={choice}
            type="button"
            className="menu-item"
            aria-pressed={range.kind === 'relative' && range.text === choice}
            onClick={() => {
              setRange({ kind: 'relative', text: choice, seconds: parseSpan(choice) ?? 900 });
              onDone();
            }}
          >
            {choice}
          </button>
        ))}
      </div>
      <form className="time-form" onSubmit={apply}>
        <label className="field">
          <span>{t('time.from')}</span>
          <input
            className="input"
            type="datetime-local"
            step={1}
            value={from}
            onChange={(e) => setFrom(e.target.value)}
          />
        </label>
        <label className="field">
          <span>{t('time.to')}</span>
          <input
            className="input"
            type="datetime-local"
            step={1}
            value={to}
            onChange={(e) => setTo(e.target.value)}
          />
        </label>
        {wrong ? (
          <p className="bad" role="alert">
            {t('time.wrong')}
          </p>
        ) : null}
        <button type="submit" className="button button-primary">
          {t('action.apply')}
        </button>
        <p className="muted small">{t('time.hint')}</p>
      </form>
    </div>
  );
};
