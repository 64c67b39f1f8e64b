/** Figures for people: three significant digits, a unit that fits. */

const digits = (value: number): string => {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toString();
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return trim(value.toFixed(1));
  if (size >= 1) return trim(value.toFixed(2));
  return Number(value.toPrecision(2)).toString();
};
const trim = (text: string): string => text.replace(/\.?0+$/, '');

/** Milliseconds as `812 µs`, `45 ms`, `1.23 s`, `2.1 min`. */
export const duration = (ms: number): string => {
  const size = Math.abs(ms);
  if (size !== 0 && size < 1) return `${digits(ms * 1000)} µs`;
  if (size < 1000) return `${digits(ms)} ms`;
  if (size < 120_000) return `${digits(ms / 1000)} s`;
  return `${digits(ms / 60_000)} min`;
};

const bytes = (value: number): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let i = 0;
  while (Math.abs(size) >= 1024 && i < units.length - 1) {
    size /= 1024;
    i++;
  }
  return `${digits(size)} ${units[i]}`;
};

export const percent = (share: number): string => `${digits(share * 100)} %`;

/** A figure in its UCUM unit; unknown units are printed as they are. */
export const figure = (value: number, unit: string): string => {
  switch (unit) {
    case 'ms':
      return duration(value);
    case 's':
      return duration(value * 1000);
    case 'us':
      return duration(value / 1000);
    case 'ns':
      return duration(value / 1e6);
    case 'By':
      return bytes(value);
    case 'MiBy':
      return bytes(value * 1024 * 1024);
    case '%':
      return `${digits(value)} %`;
    case '':
    case '1':
      return digits(value);
    case '/s':
      return `${digits(value)}/s`;
    default:
      return `${digits(value)} ${unit.replace(/^\{(.*)\}$/, '$1')}`;
  }
};

export const count = (value: number): string => digits(value);

/** `3.2 times` as a bare factor. */
export const times = (factor: number): string => digits(factor);
