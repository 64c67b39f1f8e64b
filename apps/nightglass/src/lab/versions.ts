/** True when Go 1.`minor` is in a range as `1.18-1.23`, `1.24-` or `1.21`; no range holds every version. */
export const holds = (range: string | undefined, minor: number): boolean => {
  if (range === undefined) return true;
  const [from = '', to] = range.split('-');
  const number = (text: string): number => Number(text.slice(2));
  const last = to === undefined ? number(from) : to === '' ? Number.POSITIVE_INFINITY : number(to);
  return minor >= number(from) && minor <= last;
};
