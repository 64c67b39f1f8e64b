/** Quantities of the API: `100m`, `1.5`, `64Mi`, `2e3` (apimachinery, pkg/api/resource/quantity.go). */

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** In base units (cores, bytes, pieces); null when it is no quantity. */
export const quantityOf = (value: unknown): number | null => {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  if (typeof value !== 'string' || value.length > 40) return null;
  const match = /^(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d{1,3}|[numkMGTPE]|[KMGTPE]i)?$/.exec(value.trim());
  if (match === null) return null;
  const suffix = match[2] ?? '';
  const number = /^e/.test(suffix)
    ? Number(`${match[1]}${suffix}`)
    : Number(match[1]) * (factors[suffix] ?? 1);
  return Number.isFinite(number) ? number : null;
};

/** For people: `1.5 GiB`, `250 m`, `12`. */
export const quantityText = (resource: string, amount: number): string => {
  if (/memory|storage/.test(resource)) {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
    let unit = 0;
    let left = amount;
    while (left >= 1024 && unit < units.length - 1) {
      left /= 1024;
      unit++;
    }
    return `${round(left)} ${units[unit]}`;
  }
  return /cpu/.test(resource) && amount < 1 ? `${round(amount * 1000)}m` : `${round(amount)}`;
};

const round = (value: number): number => Math.round(value * 100) / 100;
