import { useEffect, useState } from 'react';
import { useText } from '../i18n/use-text.ts';
import { Icon } from './icons.tsx';

/** Over plain HTTP the clipboard API does not exist; a hidden text field still copies. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'hidden-text';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
};

interface Props {
  text: string;
  /** What is copied, for the label: "Copy trace id". */
  what: string;
  /** Shown beside the icon. */
  label?: string;
}

export const CopyButton = ({ text, what, label }: Props) => {
  const t = useText();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  const name = done ? t('action.copied') : t('action.copy', { what });
  return (
    <button
      type="button"
      className={label === undefined ? 'icon-button icon-button-s' : 'button button-s'}
      aria-label={name}
      title={name}
      onClick={() => void copyText(text).then(setDone)}
    >
      <Icon name={done ? 'check' : 'copy'} size={13} />
      {label}
    </button>
  );
};
