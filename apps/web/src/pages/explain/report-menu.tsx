import { useEffect, useRef } from 'react';
import { apiUrl } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { Icon } from '../../ui/icons.tsx';

const formats = ['md', 'html'] as const;
const languages = ['en', 'zh'] as const;

/** The report as a file, in either form and language. */
export const ReportMenu = ({ id }: { id: string }) => {
  const t = useText();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const element = menu.current;
      if (element === null || !element.open) return;
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !element.contains(event.target as Node))
        element.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details ref={menu} className="report-menu">
      <summary className="button">
        <Icon name="download" size={14} /> {t('report.title')} <Icon name="down" size={12} />
      </summary>
      <ul className="popover report-list">
        {formats.flatMap((format) =>
          languages.map((language) => {
            const names = { format: t(`report.${format}`), language: t(`report.${language}`) };
            return (
              <li key={format + language}>
                <a
                  className="menu-item"
                  download
                  href={apiUrl(`/explanations/${encodeURIComponent(id)}/report`, { format, language })}
                  aria-label={t('report.download', names)}
                >
                  {names.format} <span className="muted">{names.language}</span>
                </a>
              </li>
            );
          }),
        )}
      </ul>
    </details>
  );
};
