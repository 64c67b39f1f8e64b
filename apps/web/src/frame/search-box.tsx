import type { MetricNamesResponse, ServicesResponse } from '@nightglass/model';
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { useApi } from '../api/use-api.ts';
import { useText } from '../i18n/use-text.ts';
import { servicePath } from '../logic/paths.ts';
import { readSearch } from '../logic/url-state.ts';
import { navigate, useLinks } from '../router/place.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { useTime } from './time-context.tsx';

interface Suggestion {
  key: string;
  icon: IconName;
  text: string;
  note: string;
  href: string;
}

/** One box for everything: a trace id or traceparent to open, a service, a metric, words in logs and traces. */
export const SearchBox = ({ input }: { input: RefObject<HTMLInputElement | null> }) => {
  const t = useText();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const listId = useId();
  const suggestions = useSuggestions(text, open);
  const go = (suggestion: Suggestion | undefined): void => {
    if (suggestion === undefined) return;
    setText('');
    setOpen(false);
    input.current?.blur();
    navigate(suggestion.href);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && suggestions.length > 0) {
      event.preventDefault();
      setActive((active + step + suggestions.length) % suggestions.length);
    } else if (event.key === 'Enter') go(suggestions[active]);
    else if (event.key === 'Escape') input.current?.blur();
  };
  const shown = open && suggestions.length > 0;
  return (
    <search className="search">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t('search.label')}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown ? `${listId}-${active}` : undefined}
        placeholder={t('search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <kbd>/</kbd>
      <div className="suggestions" id={listId} role="listbox" aria-label={t('search.label')} hidden={!shown}>
        {suggestions.map((s, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works in the box (aria-activedescendant)
          // biome-ignore lint/a11y/useFocusableInteractive: as above, the focus stays in the box
          <div
            key={s.key}
            id={`${listId}-${i}`}
            role="option"
            aria-selected={i === active}
            className="suggestion"
            onMouseEnter={() => setActive(i)}
            // The blur of the box would otherwise close the list before the click arrives.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => go(s)}
          >
            <Icon name={s.icon} />
            <span className="ellipsis">{s.text}</span>
            <small>{s.note}</small>
          </div>
        ))}
      </div>
    </search>
  );
};

const useSuggestions = (text: string, open: boolean): Suggestion[] => {
  const t = useText();
  const to = useLinks();
  const { window } = useTime();
  const range = { start: window.start, end: window.end };
  const search = readSearch(text);
  const words = search.kind === 'words' ? search.words : '';
  const wanted = open && words !== '';
  const services = useApi<ServicesResponse>('/services', range, { enabled: open });
  const metrics = useApi<MetricNamesResponse>(
    '/metrics/names',
    { ...range, q: words, limit: 4 },
    { enabled: wanted },
  );
  if (search.kind === 'trace') {
    const href = to(`/traces/${search.traceId}`);
    return [{ key: 'trace', icon: 'traces', text: search.traceId, note: t('search.openTrace'), href }];
  }
  if (words === '') return [];
  const like = words.toLowerCase();
  const found = (services.data?.services ?? [])
    .filter((s) => s.name.toLowerCase().includes(like))
    .slice(0, 4);
  return [
    ...found.map((s) => ({
      key: `s:${s.name}`,
      icon: 'services' as const,
      text: s.name,
      note: t('search.service'),
      href: to(servicePath(s.name)),
    })),
    { key: 'logs', icon: 'logs', text: words, note: t('search.inLogs'), href: to('/logs', { query: words }) },
    {
      key: 'traces',
      icon: 'traces',
      text: words,
      note: t('search.inTraces'),
      href: to('/traces', { q: words }),
    },
    ...(metrics.data?.names ?? []).slice(0, 4).map((m) => ({
      key: `m:${m.name}`,
      icon: 'metrics' as const,
      text: m.name,
      note: t('search.metric'),
      href: to('/metrics/explore', { name: m.name }),
    })),
  ];
};
