import { printable } from '@nightglass/model';

/** Text for any place in HTML or SVG, attribute values in quotes included. */
export const html = (text: string): string =>
  printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
