/** NGG000: what the lint says about its own comments. */
import type { RuleMeta } from '../model.ts';

export const ignoreRule: RuleMeta = {
  id: 'NGG000',
  name: 'ignore-comment',
  level: 'warning',
  profiles: ['recommended', 'strict', 'all'],
  title: 'A //nightglass:ignore comment gives no reason, names no rule of the lint, or silences nothing.',
  go: 'configuration',
  sinceMinor: null,
  fixable: false,
};
