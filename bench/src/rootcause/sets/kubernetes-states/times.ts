/** Times and ages as kubectl writes them. */

const units: Record<string, number> = { y: 31_536_000, d: 86_400, h: 3600, m: 60, s: 1 };

/** `4d20h`, `2m16s`, `93s` in ms; null when it is no age. */
export const ageMs = (text: string): number | null => {
  if (!/^(?:\d+[ydhms])+$/.test(text)) return null;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([ydhms])/g)) seconds += Number(amount) * units[unit!]!;
  return seconds * 1000;
};

/** `93s`, `19s (x15 over 101s)`: when it was last, and how often. */
export const eventAge = (text: string): { ageMs: number | null; count: number } => {
  const match = /^(\S+)(?: \(x(\d+) over \S+\))?$/.exec(text.trim());
  return { ageMs: match === null ? null : ageMs(match[1]!), count: Number(match?.[2] ?? 1) };
};

/** `Fri, 28 Nov 2025 15:34:25 +0800` as RFC 3339; undefined when it is none. */
export const isoTime = (text: string): string | undefined => {
  const ms = Date.parse(text);
  return /\d{4}/.test(text) && Number.isFinite(ms) ? new Date(ms).toISOString() : undefined;
};
