/** What a list shows of an artifact. */
import { createHash } from 'node:crypto';
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

/** Of the worst finding, or a neutral summary. */
const titleOf = (report: RuntimeArtifact): string => {
  const { crash, findings, format, variant, goroutineCount, profile, gc } = report;
  const worst = findings[0];
  if (worst !== undefined) return worst.title;
  if (crash !== null) return crash.message.split('\n', 1)[0] || crash.reason;
  if (profile !== null) return `${variant} profile, ${plural(profile.samples, 'sample')}`;
  if (gc !== null) return `${variant}, ${plural(gc.cycles, 'GC cycle')}`;
  if (goroutineCount > 0) return plural(goroutineCount, 'goroutine');
  return variant === '' ? format : variant;
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
