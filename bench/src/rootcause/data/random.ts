/** Chance that is the same in every run. */

/** Uniform in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** FNV-1a, 32 bits, mixed once more so that its high bits are as good as its low ones. */
export const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** `hashOf` as a share of one. */
export const shareOf = (text: string): number => hashOf(text) / 4294967296;

/** Fisher-Yates, a new array. */
export const shuffled = <T>(rows: readonly T[], random: () => number): T[] => {
  const copy = [...rows];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const row = copy[i] as T;
    copy[i] = copy[j] as T;
    copy[j] = row;
  }
  return copy;
};
