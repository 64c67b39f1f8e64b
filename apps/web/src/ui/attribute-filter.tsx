import type { AttributeKeysResponse, AttributeValuesResponse, Signal } from '@nightglass/model';
import { useState } from 'react';
import { useApi } from '../api/use-api.ts';
import { useTime } from '../frame/time-context.tsx';
import { useText } from '../i18n/use-text.ts';
import { Icon } from './icons.tsx';
import { TextField } from './text-field.tsx';

interface Props {
  signal: Signal;
  /** `key=value` each. */
  filters: readonly string[];
  onChange: (filters: string[]) => void;
}

/** Attribute filters as chips, and a field that completes keys and then their values. */
export const AttributeFilter = ({ signal, filters, onChange }: Props) => {
  const t = useText();
  const { window } = useTime();
  const [asked, setAsked] = useState(false);
  const [key, setKey] = useState('');
  const range = { signal, start: window.start, end: window.end };
  const keys = useApi<AttributeKeysResponse>('/attributes/keys', range, { enabled: asked });
  const values = useApi<AttributeValuesResponse>(
    '/attributes/values',
    { ...range, key },
    { enabled: key !== '', subject: key },
  );
  const names = [...new Set((keys.data?.keys ?? []).map((k) => k.key))];
  const commit = (text: string): void => {
    const at = text.indexOf('=');
    if (at > 0) {
      setKey('');
      if (!filters.includes(text)) onChange([...filters, text]);
    } else if (names.includes(text) || text !== '') setKey(text);
  };
  const options = key === '' ? names : (values.data?.values ?? []).map((v) => v.value);
  return (
    <div className="attribute-filter">
      {key === '' ? (
        <TextField
          key={`key${filters.length}`}
          label={t('filter.attribute')}
          value=""
          placeholder="http.route=/pay"
          options={options}
          onFocus={() => setAsked(true)}
          onCommit={commit}
        />
      ) : (
        <TextField
          key={`value of ${key}`}
          label={`${key} =`}
          value=""
          placeholder={t('filter.value')}
          options={options}
          onCommit={(value) => commit(`${key}=${value}`)}
        />
      )}
      {key === '' ? null : (
        <button
          type="button"
          className="icon-button"
          aria-label={t('action.close')}
          onClick={() => setKey('')}
        >
          <Icon name="close" size={13} />
        </button>
      )}
    </div>
  );
};

export const Chips = ({
  filters,
  onChange,
}: {
  filters: readonly string[];
  onChange: (filters: string[]) => void;
}) => {
  const t = useText();
  return (
    <>
      {filters.map((f) => (
        <button
          key={f}
          type="button"
          className="chip"
          title={t('filter.remove')}
          aria-label={`${t('filter.remove')}: ${f}`}
          onClick={() => onChange(filters.filter((x) => x !== f))}
        >
          <code className="ellipsis">{f}</code>
          <Icon name="close" size={12} />
        </button>
      ))}
    </>
  );
};
