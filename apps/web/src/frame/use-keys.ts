import { useEffect, useRef } from 'react';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.tagName === 'INPUT' ||
    target.tagName === 'TEXTAREA' ||
    target.tagName === 'SELECT');

/** How long after `g` a letter still counts as its second half. */
const chordMs = 1200;

/**
 * Keys of the page: `key` or `g key`. Not while typing, not with a modifier, not under an open dialog.
 * A handler that returns false lets the browser have the key.
 */
export const useKeys = (keys: Record<string, (event: KeyboardEvent) => unknown>): void => {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    let chordUntil = 0;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      if (document.querySelector('dialog[open]') !== null) return;
      const chord = Date.now() < chordUntil;
      chordUntil = 0;
      const handler = current.current[chord ? `g ${event.key}` : event.key];
      if (handler !== undefined) {
        if (handler(event) !== false) event.preventDefault();
      } else if (event.key === 'g' && !chord) chordUntil = Date.now() + chordMs;
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
};
