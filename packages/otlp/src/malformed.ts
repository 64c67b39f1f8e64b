import { NightglassError } from '@nightglass/model';

/** What can be wrong with protobuf bytes. */
export type MalformedReason =
  | 'truncated field'
  | 'bad wire type'
  | 'bad field number'
  | 'length outside its parent'
  | 'varint over 10 bytes'
  | 'group';

/** The bytes are not a protobuf message of the expected shape. The only exception the readers of this package throw. */
export class MalformedOtlp extends NightglassError {
  readonly reason: MalformedReason;
  /** Byte offset in the request where reading stopped making sense. */
  readonly offset: number;

  constructor(reason: MalformedReason, offset: number) {
    super('NG_OTLP_MALFORMED', `The OTLP request is not valid protobuf: ${reason} at byte ${offset}.`, {
      hint: 'Check that the sender speaks OTLP and that its Content-Type and Content-Encoding say what it sends.',
    });
    this.name = 'MalformedOtlp';
    this.reason = reason;
    this.offset = offset;
  }
}
