/** Small parts every page uses. */
import type { ReactNode } from 'react';
import { serviceColour } from '../logic/colours.ts';
import { shortId } from '../logic/format.ts';
import { CopyButton } from './copy.tsx';

export const ServiceDot = ({ name }: { name: string }) => (
  <span className="service-dot" style={{ background: serviceColour(name) }} aria-hidden="true" />
);

export const ServiceName = ({ name }: { name: string }) => (
  <span className="service-name">
    <ServiceDot name={name} />
    <span className="ellipsis">{name}</span>
  </span>
);

export const Id = ({ id, what }: { id: string; what: string }) => (
  <span className="id">
    <code title={id}>{shortId(id)}</code>
    <CopyButton text={id} what={what} />
  </span>
);

interface SectionProps {
  title: ReactNode;
  aside?: ReactNode;
  stale?: boolean;
  children: ReactNode;
  className?: string;
}
/** A titled part of a page. */
export const Section = ({ title, aside, stale = false, children, className = '' }: SectionProps) => (
  <section className={`section ${className}`} aria-busy={stale}>
    <header className="section-head">
      <h2>{title}</h2>
      {aside === undefined ? null : <div className="section-aside">{aside}</div>}
    </header>
    <div className={stale ? 'stale' : undefined}>{children}</div>
  </section>
);

interface TabsProps<K extends string> {
  tabs: readonly { key: K; label: string; count?: number | undefined }[];
  active: K;
  onChange: (key: K) => void;
  label: string;
}
export const Tabs = <K extends string>({ tabs, active, onChange, label }: TabsProps<K>) => (
  <div
    className="tabs"
    role="tablist"
    aria-label={label}
    onKeyDown={(event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      const at = tabs.findIndex((tab) => tab.key === active);
      const next = tabs[(at + step + tabs.length) % tabs.length];
      if (next === undefined) return;
      event.preventDefault();
      onChange(next.key);
      event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus();
    }}
  >
    {tabs.map(({ key, label: text, count }) => (
      <button
        key={key}
        type="button"
        role="tab"
        data-tab={key}
        className="tab"
        aria-selected={key === active}
        tabIndex={key === active ? 0 : -1}
        onClick={() => onChange(key)}
      >
        {text}
        {count === undefined ? null : <span className="tab-count">{count}</span>}
      </button>
    ))}
  </div>
);

interface SegmentsProps<K extends string> {
  options: readonly { key: K; label: string }[];
  active: K;
  onChange: (key: K) => void;
  label: string;
}
/** A choice of a few. */
export const Segments = <K extends string>({ options, active, onChange, label }: SegmentsProps<K>) => (
  <fieldset className="segments" aria-label={label}>
    {options.map(({ key, label: text }) => (
      <button
        key={key}
        type="button"
        className="segment"
        aria-pressed={key === active}
        onClick={() => onChange(key)}
      >
        {text}
      </button>
    ))}
  </fieldset>
);
