import type { Crash, StackFrame } from '@nightglass/model';
import { shortHash } from '../buckets/key.ts';
import { stableName } from '../functions.ts';
import { messageTemplate, rootType } from './types.ts';

/** Frames that name a defect: enough to tell two apart, few enough to survive a new caller. */
export const FINGERPRINT_FRAMES = 4;

/**
 * A name for the defect, 16 hexadecimal digits: equal for the same kind, reason, type and innermost functions of the
 * program. Numbers of closures, lines, pointers, ids and the variable parts of messages do not enter, so it stays the
 * same over Go versions and shifted lines. Without frames the message's template stands in for them.
 */
export function crashFingerprint(
  crash: Pick<Crash, 'kind' | 'reason' | 'type' | 'message'>,
  own: readonly StackFrame[],
): string {
  const parts = [family(crash.kind), crash.reason];
  if (crash.reason === 'custom-error') parts.push(rootType(crash.message, crash.type));
  const functions = own.slice(0, FINGERPRINT_FRAMES).map((frame) => stableName(frame.func));
  if (functions.length > 0) parts.push(...functions);
  else parts.push(messageTemplate(crash.message));
  return shortHash(parts.join('\n'));
}

/** A panic that net/http recovered is the same defect as one that ended the process. */
function family(kind: Crash['kind']): string {
  return kind === 'http-panic' ? 'panic' : kind;
}
