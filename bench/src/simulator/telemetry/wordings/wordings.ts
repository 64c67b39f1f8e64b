/** Ways to say a failure in one language: `type|message`, the message with {placeholders}. */
import type { FailureKind } from '../../engine/failure.ts';

export type Wordings = Partial<Record<FailureKind, readonly string[]>>;
