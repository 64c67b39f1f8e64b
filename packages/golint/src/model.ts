/**
 * The nouns of the lint: what goes in (source texts), what a rule is, what comes out (findings with their fixes).
 * Lines and columns count from 1; columns count UTF-16 units, as SARIF's default `columnKind` does. Offsets are UTF-16
 * indexes into the file's text.
 */

export type Level = 'error' | 'warning' | 'note';
export const profiles = ['recommended', 'strict', 'all'] as const;
export type Profile = (typeof profiles)[number];

export interface SourceText {
  /** Relative to the folder that is linted, with `/`. */
  path: string;
  text: string;
}

/** The files of one folder that build together, after build tags; external tests (`x_test`) are a package of their own. */
export interface PackageSource {
  /** Folder, relative like the paths of its files; `.` for the root. */
  dir: string;
  /** Import path where go.mod tells it, else the folder. */
  importPath: string;
  /** From go.mod's `go` line, `1.24` -> 24; null when there is none (rules then take the newest Go). */
  goMinor: number | null;
  files: readonly SourceText[];
}

/** What a reader learns from a rule without opening its page. */
export interface RuleMeta {
  /** `NGG001` */
  id: string;
  /** `shared-map-unsynchronised` */
  name: string;
  level: Level;
  /** Profiles it is on in. `all` has every rule. */
  profiles: readonly Profile[];
  /** One sentence, present tense. */
  title: string;
  /** What Go itself says of the code it finds. */
  go: 'legal' | 'race' | 'does-not-compile' | 'unspecified-result' | 'configuration';
  /** Lowest go.mod minor it applies to (or whose fix it offers); null for all. */
  sinceMinor: number | null;
  fixable: boolean;
}

export interface SourceLocation {
  path: string;
  start: number;
  end: number;
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

export interface TextEdit {
  path: string;
  start: number;
  end: number;
  newText: string;
}
export interface Fix {
  description: string;
  edits: readonly TextEdit[];
  /** Imports the new text needs: `slices`, `maps`. */
  imports: readonly string[];
}

export interface Finding {
  rule: string;
  level: Level;
  /** What is wrong with this code, why it matters or does not, in one or two sentences; names both sites where there are two. */
  message: string;
  location: SourceLocation;
  /** The other sites: the write, the lock, where the goroutine starts. */
  related: readonly { location: SourceLocation; message: string }[];
  /** The object: `cache.data`, `package var sessions`, `local m of handle`. Empty when there is none. */
  entity: string;
  /** `(*cache).evict`, as Go prints it without the package. */
  function: string;
  /** Stable under line moves: hash of rule, entity, function and the normalised snippet; `:2` for the second alike in a function. */
  fingerprint: string;
  fixes: readonly Fix[];
  goMinor: number | null;
}

/** A file that could not be read as Go, wholly or in places. */
export interface FileProblem {
  path: string;
  line: number;
  column: number;
  message: string;
}

/** A finding that a comment, the baseline or the configuration took out, and what did. */
export interface Suppression {
  finding: Finding;
  by: 'comment' | 'baseline' | 'config';
  reason: string;
}

export interface LintResult {
  findings: Finding[];
  suppressed: Suppression[];
  problems: FileProblem[];
  /** `//nightglass:ignore` without a reason or for a rule that found nothing: told as findings of NGG000. */
  stats: { files: number; lines: number; packages: number };
}
