import type { RefObject } from 'react';
import { useText } from '../i18n/use-text.ts';
import { refreshChoices } from '../logic/time-range.ts';
import { changeParams } from '../router/place.ts';
import { Icon } from '../ui/icons.tsx';
import { setLanguage, setTheme, type Theme, themes, usePreferences } from './preferences.ts';
import { SearchBox } from './search-box.tsx';
import { useTime } from './time-context.tsx';
import { TimePicker } from './time-picker.tsx';

const themeIcons = { system: 'system', light: 'sun', dark: 'moon' } as const;

const nextTheme = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';

export const Header = ({
  searchInput,
  onHelp,
}: {
  searchInput: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
}) => {
  const t = useText();
  const { theme, language } = usePreferences();
  const { refresh, refreshNow } = useTime();
  const themeLabel = t('frame.theme', { theme: t(`theme.${theme}`) });
  return (
    <header className="header">
      <SearchBox input={searchInput} />
      <div className="header-space" />
      <TimePicker />
      <div className="button-group">
        <button
          type="button"
          className="icon-button"
          onClick={refreshNow}
          aria-label={t('frame.refreshNow')}
          title={`${t('frame.refreshNow')} (r)`}
        >
          <Icon name="refresh" />
        </button>
        <select
          className="select refresh-select"
          aria-label={t('frame.refreshEvery')}
          title={t('frame.refreshEvery')}
          value={refresh.text}
          onChange={(event) => changeParams({ refresh: event.target.value }, { replace: true })}
        >
          {refreshChoices.map((choice) => (
            <option key={choice} value={choice}>
              {choice === 'off' ? t('frame.refreshOff') : choice}
            </option>
          ))}
        </select>
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={themeLabel}
        title={themeLabel}
        onClick={() => setTheme(nextTheme(theme))}
      >
        <Icon name={themeIcons[theme]} />
      </button>
      <button
        type="button"
        className="icon-button"
        lang={language === 'en' ? 'zh-CN' : 'en'}
        aria-label={language === 'en' ? '切换到中文' : 'Switch to English'}
        title={language === 'en' ? '切换到中文' : 'Switch to English'}
        onClick={() => setLanguage(language === 'en' ? 'zh' : 'en')}
      >
        <Icon name="language" />
      </button>
      <button
        type="button"
        className="icon-button help-button"
        aria-label={t('frame.help')}
        title={`${t('frame.help')} (?)`}
        onClick={onHelp}
      >
        <Icon name="help" />
      </button>
    </header>
  );
};
