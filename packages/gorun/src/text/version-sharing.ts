/** What one crash of an input shows of its Go version is true for the others of the same input, unless they differ. */
import type { Artifact, GoVersion } from '../model.ts';

/** `go1.26.8` in a line of the log that is no path. */
const mention = /(?:^|[\s"'=:([,])go(1\.\d{1,2}(?:\.\d{1,3})?)(?![\d.\w/-])/;

export interface MentionedVersion {
  version: string;
  at: number;
}

export const readMention = (text: string, at: number): MentionedVersion | null => {
  const version = mention.exec(text.slice(0, 4096))?.[1];
  return version === undefined ? null : { version, at };
};

const minorOf = (version: string): number => Number(version.split('.')[1]);

const isExact = ({ version }: GoVersion): boolean => version !== null && /^\d/.test(version);

const fits = (version: GoVersion, minor: number): boolean =>
  (version.min === null || version.min <= minor) && (version.max === null || version.max >= minor);

/** Fills versions that are not known exactly, in place. */
export const shareVersions = (artifacts: readonly Artifact[], mentioned: MentionedVersion | null): void => {
  const exact = artifacts.filter((artifact) => isExact(artifact.version)).map((artifact) => artifact.version);
  const distinct = new Set(exact.map((version) => version.version));
  const [known] = exact;
  const source =
    known !== undefined
      ? { version: known.version as string, from: `elsewhere in the input: ${known.from}` }
      : mentioned !== null
        ? { version: mentioned.version, from: `line ${mentioned.at} of the input` }
        : null;
  if (source === null || distinct.size > 1) return;
  const minor = minorOf(source.version);
  for (const artifact of artifacts) {
    if (isExact(artifact.version) || !fits(artifact.version, minor)) continue;
    artifact.version = { version: source.version, min: minor, max: minor, from: source.from };
  }
};
