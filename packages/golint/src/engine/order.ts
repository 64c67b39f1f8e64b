/** One order for every list, so that the same input gives the same bytes. */
import type { FileProblem, Finding, SourceLocation } from '../model.ts';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const compareLocations = (a: SourceLocation, b: SourceLocation): number =>
  byText(a.path, b.path) || a.start - b.start || a.end - b.end;

/** By path, place, rule, message. */
export const compareFindings = (a: Finding, b: Finding): number =>
  compareLocations(a.location, b.location) || byText(a.rule, b.rule) || byText(a.message, b.message);

export const compareProblems = (a: FileProblem, b: FileProblem): number =>
  byText(a.path, b.path) || a.line - b.line || a.column - b.column || byText(a.message, b.message);
