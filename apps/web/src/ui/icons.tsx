/** Line icons on a 16 px grid, decorative: the text beside them (or aria-label around them) carries the meaning. */
const paths = {
  overview: 'M2.5 13.5V9M6.200 13.500V4.500M9.800 13.500V7M13.500 13.500V2.500',
  services: 'M8 1.800l5.400 3.100v6.200L8 14.200l-5.400-3.100V4.900zM2.600 4.900L8 8l5.400-3.100M8 8v6.200',
  traces: 'M2 3.500h8M4.500 8h7M7.500 12.500H14',
  logs: 'M2.500 3.500h11M2.500 6.500h7M2.500 9.500h11M2.500 12.500h5',
  metrics: 'M2 11l3.500-4 3 2.500L14 3M2 14h12',
  runtime:
    'M4 4h8v8H4zM6.500 1.800V4M9.500 1.800V4M6.500 12v2.200M9.500 12v2.200M1.800 6.500H4M1.800 9.500H4M12 6.500h2.200M12 9.500h2.200',
  explain:
    'M8 1.800a4.400 4.400 0 0 1 2.400 8.100c-.5.300-.7.700-.7 1.200v.6H6.300v-.6c0-.5-.2-.9-.7-1.200A4.400 4.400 0 0 1 8 1.800zM6.500 14h3',
  download: 'M8 2.300v8M4.800 7.300L8 10.500l3.200-3.200M2.500 10.500v3h11v-3',
  upload: 'M8 10.500V2.500M4.800 5.500L8 2.300l3.200 3.200M2.500 10.500v3h11v-3',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.700 10.700L14 14',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.800V8l2.200 1.600',
  refresh: 'M13.500 8a5.500 5.500 0 1 1-1.600-3.900M13.500 1.800v2.700h-2.700',
  sun: 'M8 10.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600zM8 1.500v1.200M8 13.300v1.200M1.500 8h1.200M13.300 8h1.200M3.400 3.400l.9.9M11.700 11.700l.9.9M3.400 12.600l.9-.9M11.700 4.300l.9-.9',
  moon: 'M13.500 9.300A5.800 5.800 0 0 1 6.700 2.500 5.800 5.800 0 1 0 13.500 9.300z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.200 6.300a1.800 1.800 0 1 1 2.700 1.600c-.6.300-.9.700-.9 1.300M8 11.200v.1',
  language:
    'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM2.200 8h11.600M8 2c2 1.800 2.600 3.800 2.600 6S10 12.200 8 14C6 12.200 5.400 10.200 5.400 8S6 3.800 8 2z',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  check: 'M3 8.500l3.200 3.200L13 4.800',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4l-4 4 4 4',
  up: 'M4 10l4-4 4 4',
  play: 'M5 3.500v9l7.500-4.500z',
  pause: 'M5 3.500v9M11 3.500v9',
  plus: 'M8 3v10M3 8h10',
  external: 'M6 3.500H3v9.500h9.500V10M9 2.500h4.500V7M13.300 2.700L7.500 8.500',
  bad: 'M8 2l6.500 11.500h-13zM8 6.500v3.200M8 11.600v.1',
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth={1.5}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={paths[name]} />
  </svg>
);
