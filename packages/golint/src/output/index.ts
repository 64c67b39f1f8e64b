/** Findings in the formats that people and programs read. */
export { renderCheckstyle } from './checkstyle.ts';
export { renderGithub } from './github.ts';
export { renderJson } from './json.ts';
export { counted, type LintReport } from './report.ts';
export { renderSarif, type SarifOptions } from './sarif.ts';
export { renderText, type TextOptions } from './text.ts';
