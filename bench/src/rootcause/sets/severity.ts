/** OpenTelemetry's SeverityNumber of a level's name; when a set gives none, of the first level that the line itself names. */
const levels: readonly [RegExp, number][] = [
  [/^(fatal|critical|crit|panic|emerg|alert)/i, 21],
  [/^(error|err|severe)/i, 17],
  [/^warn/i, 13],
  [/^(info|notice|information)/i, 9],
  [/^(debug|fine)/i, 5],
  [/^(trace|verbose)/i, 1],
];
const inLine = /\b(FATAL|CRITICAL|ERROR|SEVERE|WARN(?:ING)?|INFO|NOTICE|DEBUG|TRACE)\b/;
const asField = /"?(?:level|severity|lvl)"?\s*[=:]\s*"?([A-Za-z]+)/;

export const severityOf = (level: string, line: string): number => {
  const head = line.slice(0, 400);
  const word = level.trim() || asField.exec(head)?.[1] || inLine.exec(head)?.[1] || '';
  return levels.find(([pattern]) => pattern.test(word))?.[1] ?? 0;
};
