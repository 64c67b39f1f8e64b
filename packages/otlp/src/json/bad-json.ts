import { NightglassError } from '@nightglass/model';
import { pathAt } from './path.ts';

/** The bytes are not OTLP/JSON. The only exception `transcodeJson` throws. */
export class BadJson extends NightglassError {
  /** Byte offset in the request. */
  readonly offset: number;
  /** Where that is in the document, such as `resourceSpans[0].scopeSpans[2].spans[17].traceId`; empty at its root. */
  readonly path: string;

  constructor(problem: string, bytes: Uint8Array, offset: number) {
    const path = pathAt(bytes, offset);
    super(
      'NG_OTLP_BAD_JSON',
      `The OTLP/JSON request is not valid at ${path || 'its root'}: ${problem} (byte ${offset}).`,
      {
        hint: 'OTLP/JSON writes trace and span ids as hex, 64-bit integers as decimal strings and enums as integers.',
        parameter: path === '' ? undefined : path,
      },
    );
    this.name = 'BadJson';
    this.offset = offset;
    this.path = path;
  }
}
