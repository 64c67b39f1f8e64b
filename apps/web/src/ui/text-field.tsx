import { type FormEvent, useEffect, useState } from 'react';

interface Props {
  label: string;
  value: string;
  onCommit: (value: string) => void;
  placeholder?: string;
  /** Offered while typing. */
  options?: readonly string[];
  className?: string;
  type?: 'text' | 'search';
  onFocus?: () => void;
}

/** A field whose value is committed by Enter or by leaving it: half-typed words never reach the URL. */
export const TextField = ({
  label,
  value,
  onCommit,
  placeholder,
  options,
  className = '',
  type = 'text',
  onFocus,
}: Props) => {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = (): void => {
    if (text.trim() !== value) onCommit(text.trim());
  };
  const listId = options === undefined ? undefined : `options-${label.replaceAll(/\W/g, '')}`;
  return (
    <form
      className={`field-inline ${className}`}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        commit();
      }}
    >
      <label className="field">
        <span>{label}</span>
        <input
          className="input"
          type={type}
          value={text}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          list={listId}
          onChange={(event) => {
            setText(event.target.value);
            // A choice from the list arrives as one change that is already a whole value.
            if (options?.includes(event.target.value)) onCommit(event.target.value);
          }}
          onBlur={commit}
          onFocus={onFocus}
        />
      </label>
      {options === undefined ? null : (
        <datalist id={listId}>
          {options.map((o) => (
            <option key={o} value={o} />
          ))}
        </datalist>
      )}
    </form>
  );
};
