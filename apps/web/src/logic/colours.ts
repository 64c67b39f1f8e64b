/** The colour of a service is a stable hash of its name on a palette of 12 (`--series-0` to `--series-11`). */
const size = 12;

/** FNV-1a, 32 bits. */
const hash = (text: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
};

export const colourIndex = (name: string): number => hash(name) % size;
/** A CSS colour. */
export const serviceColour = (name: string): string => `var(--series-${colourIndex(name)})`;
/** The n-th line of a chart. */
export const lineColour = (index: number): string => `var(--series-${index % size})`;
