/** What a list shows of an artifact. */
import { createHash } from 'node:crypto';
import { whatItHolds } from '@nightglass/gorun';
import type { RuntimeArtifact, StoredArtifact } from '@nightglass/model';

/** What the sender says of an upload. */
export interface AboutUpload {
  service: string;
  instance: string;
  traceId: string;
  name: string;
  /** Absent: as the file says, else when it came. */
  takenAtUnixNano: bigint | undefined;
}

const shortHash = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** The same bytes of the same service, instance, trace and time are the same upload. */
export const uploadIdOf = (digest: string, about: AboutUpload): string =>
  shortHash(digest, about.service, about.instance, about.traceId, String(about.takenAtUnixNano ?? ''));

const titleCharacters = 300;

const plural = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** `12.3 MB`, `4.1 s`, `1,024`: enough for a line in a list. */
const shortValue = (value: number, unit: string): string => {
  if (unit === 'bytes') return `${(value / 1e6).toFixed(1)} MB`;
  if (unit === 'nanoseconds') return `${(value / 1e9).toFixed(1)} s`;
  return value.toLocaleString('en');
};

/** Of the worst finding; a neutral summary where nothing is wrong. */
const titleOf = (report: RuntimeArtifact): string => {
  const { crash, findings, format, variant, goroutineCount, profile } = report;
  const worst = findings[0];
  if (worst !== undefined && worst.severity !== 'info') return worst.title;
  if (crash !== null) return worst?.title || crash.message.split('\n', 1)[0] || crash.reason;
  const held = whatItHolds(report, shortValue);
  if (held !== null) return held;
  if (profile !== null)
    return `${profile.difference ? 'difference of a ' : ''}${variant} profile without samples`;
  if (goroutineCount > 0) return plural(goroutineCount, 'goroutine');
  return worst?.title || variant || format;
};

export const storedArtifact = (
  report: RuntimeArtifact,
  place: { uploadId: string; ordinal: number; timeUnixNano: bigint; sizeBytes: number },
  about: AboutUpload,
): StoredArtifact => {
  const { format, variant, goVersion, goroutineCount, partial, crash, findings } = report;
  return {
    id: shortHash(place.uploadId, String(place.ordinal)),
    timeUnixNano: String(place.timeUnixNano),
    service: about.service,
    instance: about.instance,
    traceId: about.traceId,
    name: about.name,
    sizeBytes: place.sizeBytes,
    format,
    variant,
    goVersion,
    goroutineCount,
    partial,
    title: titleOf(report).slice(0, titleCharacters),
    severity: findings[0]?.severity ?? 'none',
    crash:
      crash === null
        ? null
        : {
            kind: crash.kind,
            reason: crash.reason,
            message: crash.message,
            fingerprint: crash.fingerprint,
          },
  };
};
