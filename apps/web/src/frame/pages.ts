import type { TextKey } from '../i18n/fill.ts';
import type { IconName } from '../ui/icons.tsx';

/** The pages of the rail, with the letter that goes there after `g`. */
export const pages: readonly { path: string; icon: IconName; label: TextKey; letter: string }[] = [
  { path: '/', icon: 'overview', label: 'page.overview', letter: 'o' },
  { path: '/services', icon: 'services', label: 'page.services', letter: 's' },
  { path: '/traces', icon: 'traces', label: 'page.traces', letter: 't' },
  { path: '/logs', icon: 'logs', label: 'page.logs', letter: 'l' },
  { path: '/metrics/explore', icon: 'metrics', label: 'page.metrics', letter: 'm' },
  { path: '/explain', icon: 'explain', label: 'page.explain', letter: 'e' },
  { path: '/runtime', icon: 'runtime', label: 'page.runtime', letter: 'r' },
];

export const isCurrent = (path: string, current: string): boolean =>
  path === '/' ? current === '/' : current === path || current.startsWith(`${path}/`);
