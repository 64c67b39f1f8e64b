import type { RefObject } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { Icon } from '../../ui/icons.tsx';

interface Props {
  input: RefObject<HTMLInputElement | null>;
  text: string;
  hits: number;
  /** Place of the chosen span among the hits, -1 when it is none. */
  at: number;
  onChange: (text: string) => void;
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
}

export const FindBar = ({ input, text, hits, at, onChange, onStep, onClose }: Props) => {
  const t = useText();
  return (
    <search className="find-bar">
      <input
        ref={input}
        className="input"
        type="search"
        aria-label={t('trace.find')}
        placeholder={t('trace.findHint')}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') onClose();
        }}
      />
      <output className="muted nowrap">
        {text === ''
          ? ''
          : at >= 0
            ? t('trace.findAt', { at: at + 1, count: hits })
            : t('trace.findCount', { count: hits })}
      </output>
      <button
        type="button"
        className="icon-button"
        aria-label={t('trace.findPrevious')}
        onClick={() => onStep(-1)}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('trace.findNext')}
        onClick={() => onStep(1)}
      >
        <Icon name="down" />
      </button>
      <button type="button" className="icon-button" aria-label={t('action.close')} onClick={onClose}>
        <Icon name="close" />
      </button>
    </search>
  );
};
