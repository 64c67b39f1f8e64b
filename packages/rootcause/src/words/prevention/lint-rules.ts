/** The rules of `nightglass lint` that find a kind of fault in the source. Only what they do find (docs/lint). */
import type { Evidence, LocalText, Prevention } from '@nightglass/model';

const command = (
  rule: string,
  level: 'error' | 'warning' | 'note',
  profile: 'recommended' | 'strict',
): string => {
  const flags = [
    ...(profile === 'strict' ? ['--profile strict'] : []),
    // A note alone does not make the lint fail.
    ...(level === 'note' ? ['--fail-on note'] : []),
  ];
  return `npx nightglass lint ${[...flags, './...'].join(' ')}   # ${rule}`;
};

const lint = (id: string, level: 'error' | 'warning' | 'note', text: LocalText): Prevention => ({
  kind: 'lint',
  id,
  text,
  code: command(id, level, 'recommended'),
});

const sharedMap = lint('NGG001', 'error', {
  en: 'NGG001 finds a map that several goroutines use without one common lock, at least one of them writing.',
  zh: 'NGG001 能找出被多个 goroutine 使用、至少一个在写、却没有共同锁的 map。',
});
const spawnedWriter = lint('NGG002', 'error', {
  en: 'NGG002 finds a loop over a map that starts goroutines which write to that map.',
  zh: 'NGG002 能找出遍历 map 时又启动 goroutine 去写同一个 map 的循环。',
});
const escapes = lint('NGG013', 'warning', {
  en: 'NGG013 finds a guarded map that leaves its lock: json.Marshal, fmt, or a method that returns it.',
  zh: 'NGG013 能找出离开了锁保护的 map：json.Marshal、fmt，或把它返回出去的方法。',
});
const underReadLock = lint('NGG014', 'error', {
  en: 'NGG014 finds writes to a map while only the read lock is held.',
  zh: 'NGG014 能找出只持有读锁时对 map 的写。',
});
const longRange = lint('NGG009', 'note', {
  en: 'NGG009 finds loops over a map that do I/O, wait or call back while a lock is held.',
  zh: 'NGG009 能找出持锁遍历 map 时做 I/O、等待或回调的循环。',
});
const onlyGrows = lint('NGG017', 'note', {
  en: 'NGG017 finds maps that are only added to: nothing in the package ever deletes from them.',
  zh: 'NGG017 能找出只增不减的 map：包内没有任何地方删除其中的条目。',
});
const godebug = lint('NGG019', 'warning', {
  en: 'NGG019 finds GODEBUG settings that do harm, in source, Dockerfiles and manifests.',
  zh: 'NGG019 能在源码、Dockerfile 与清单里找出有害的 GODEBUG 设置。',
});

/** Evidence of Go's runtime: its metrics by their names, or what the reader of Go artifacts found. */
const speaksOfGo = (evidence: readonly Evidence[]): boolean =>
  evidence.some(
    ({ subject, signal, stance }) =>
      stance === 'supports' && (signal === 'runtime' || /^go[._]/.test(subject)),
  );

export const lintRulesFor = (
  hypothesis: { faultClass: string; detail: string },
  evidence: readonly Evidence[],
): Prevention[] => {
  switch (hypothesis.faultClass) {
    case 'go_map_race':
      switch (hypothesis.detail) {
        case 'iteration_and_write':
          return [sharedMap, spawnedWriter];
        case 'read_and_write':
        case 'writes':
          return [sharedMap, underReadLock];
        case 'clone_and_write':
          return [sharedMap, escapes];
        default:
          return [sharedMap];
      }
    case 'lock_contention':
      return speaksOfGo(evidence) ? [longRange] : [];
    case 'gc_pressure':
    case 'memory':
      return speaksOfGo(evidence) ? [onlyGrows] : [];
    case 'config':
      return hypothesis.detail === 'godebug' ? [godebug] : [];
    default:
      return [];
  }
};
