/** Severity classes of the OTLP log data model: 1–4 trace, 5–8 debug, 9–12 info, 13–16 warn, 17–20 error, 21–24 fatal. */
export const severities = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'unset'] as const;
export type Severity = (typeof severities)[number];

const classes: readonly Severity[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

export const severityOf = (severityNumber: number): Severity =>
  severityNumber < 1 ? 'unset' : (classes[Math.min(5, Math.floor((severityNumber - 1) / 4))] ?? 'unset');
