/** One logs request: which of its records are the parts of a Go output, and the request with them put together. */
import {
  type Assembled,
  createDumpAssembler,
  type DumpArtifact,
  type DumpAssembler,
} from '@nightglass/gorun';
import {
  ATTRIBUTE_STRIDE,
  type LogEdit,
  type LogView,
  ProtoWriter,
  proto,
  spliceLogs,
  textAt,
  ValueType,
  walkLogs,
} from '@nightglass/otlp';
import { attributeIndex } from '../attribute-index.ts';
import { type CrashMark, crashMark } from './crash-attributes.ts';
import { recordKey, resourceKey, scopeKey } from './stream-key.ts';

export interface AssembledRequest {
  /** The same bytes when there was nothing to do. */
  bytes: Uint8Array;
  /** Records that live on in another one. */
  merged: number;
  /** Resources (their bytes as latin1) in which an output was still going on at the end. */
  open: Set<string>;
  crashes: CrashMark['kind'][];
}

/** What becomes of one record; records without a fate stay as they are. */
interface Fate {
  drop: boolean;
  /** Another body: an encoded AnyValue. */
  body: Uint8Array | null;
  mark: CrashMark | null;
}
const gone: Fate = { drop: true, body: null, mark: null };

interface Part {
  record: number;
  /** The text of its body in the request. */
  from: number;
  to: number;
}
interface Stream {
  resource: string;
  parts: Part[];
}

const stackKey = Buffer.from('exception.stacktrace');
/** A part that came last may be longer than all before it. */
const slack = 4096;

export const assembleRequest = (bytes: Uint8Array, maxBytes: number): AssembledRequest => {
  const finder = new Finder(bytes, maxBytes);
  walkLogs(bytes, finder);
  const open = finder.finish();
  const { fates, crashes } = finder;
  if (fates.size === 0) return { bytes, merged: 0, open, crashes };
  let record = 0;
  let merged = 0;
  const edited = spliceLogs(bytes, {
    log(view, edit) {
      const fate = fates.get(record++);
      if (fate === undefined) return;
      if (fate.drop) {
        merged++;
        edit.drop();
      } else carryOut(fate, view, edit);
    },
  });
  return { bytes: edited, merged, open, crashes };
};

const carryOut = ({ body, mark }: Fate, view: LogView, edit: LogEdit): void => {
  if (body !== null) edit.replaceBody(body);
  if (mark === null) return;
  const { severity, attributes } = mark;
  if (view.severityNumber < severity.number) edit.replaceSeverity(severity.number, severity.text);
  for (const { key, value, keep } of attributes) {
    const index = attributeIndex(view.bytes, view.attributes, key);
    if (index < 0) edit.appendAttribute(key, value);
    else if (!keep) edit.replaceAttribute(index, value);
  }
};

/** Sees every record once, in order, and decides. */
class Finder {
  readonly fates = new Map<number, Fate>();
  readonly crashes: CrashMark['kind'][] = [];
  readonly #bytes: Uint8Array;
  readonly #maxBytes: number;
  readonly #assembler: DumpAssembler;
  readonly #streams = new Map<string, Stream>();
  #resource = '';
  #scope = '';
  #record = 0;

  constructor(bytes: Uint8Array, maxBytes: number) {
    this.#bytes = bytes;
    this.#maxBytes = maxBytes;
    this.#assembler = createDumpAssembler({ maxBytes });
  }

  resource(view: Parameters<typeof resourceKey>[0]): void {
    this.#resource = resourceKey(view);
  }
  scope(view: Parameters<typeof scopeKey>[0]): void {
    this.#scope = scopeKey(view);
  }
  log(view: LogView): void {
    const record = this.#record++;
    if (this.#takeStack(view, record) || view.bodyType !== ValueType.string) return;
    const key = `${this.#resource}\n${this.#scope}\n${recordKey(view)}`;
    const { is, completed } = this.#assembler.take(key, textAt(view.bytes, view.bodyFrom, view.bodyTo));
    const stream = this.#streams.get(key) ?? { resource: this.#resource, parts: [] };
    if (is === 'part') {
      stream.parts.push({ record, from: view.bodyFrom, to: view.bodyTo });
      this.#streams.set(key, stream);
    }
    this.#settle(stream, completed);
  }
  /** Ends what is open; the resources it belongs to. */
  finish(): Set<string> {
    const open = new Set<string>();
    for (const key of this.#assembler.open()) {
      const stream = this.#streams.get(key);
      const completed = this.#assembler.flush(key);
      if (stream === undefined) continue;
      this.#settle(stream, completed);
      open.add(stream.resource);
    }
    return open;
  }

  /** A record whose attribute holds the output whole keeps its body. */
  #takeStack(view: LogView, record: number): boolean {
    const { attributes, bytes } = view;
    const index = attributeIndex(bytes, attributes, stackKey);
    if (index < 0) return false;
    const [type, from, to] = attributes.slots.subarray(
      index * ATTRIBUTE_STRIDE + 2,
      index * ATTRIBUTE_STRIDE + 5,
    );
    if (type !== ValueType.string) return false;
    const text = textAt(bytes, from as number, to as number);
    const { completed } = this.#assembler.take(ofAttribute, text);
    const artifact = [...completed, ...this.#assembler.flush(ofAttribute)].find((c) => isOutput(c))?.artifact;
    if (artifact === undefined || artifact === null) return false;
    this.#mark(record, null, artifact, text);
    return true;
  }

  #settle(stream: Stream, completed: readonly Assembled[]): void {
    for (const one of completed) {
      const parts = stream.parts.splice(0, one.records);
      const first = parts[0];
      if (first === undefined || !isOutput(one) || one.artifact === null) continue;
      const size = parts.reduce((sum, { from, to }) => sum + to - from + 1, 0);
      // What the store would cut stays in parts: nothing is lost, and the first still says what happened.
      const joins = parts.length > 1 && size <= this.#maxBytes + slack;
      this.#mark(first.record, joins ? join(this.#bytes, parts) : null, one.artifact, one.text);
      if (joins) for (const { record } of parts.slice(1)) this.fates.set(record, gone);
    }
  }

  #mark(record: number, body: Uint8Array | null, artifact: DumpArtifact, text: string): void {
    const mark = crashMark(artifact, text);
    if (mark !== null) this.crashes.push(mark.kind);
    if (mark !== null || body !== null) this.fates.set(record, { drop: false, body, mark });
  }
}

/** No stream has this key: those hold line breaks. */
const ofAttribute = 'attribute';

/** A line that only begins like a crash (`panic: ` in somebody's message) is none: a stack or a signal must follow. */
const isOutput = ({ artifact }: Assembled): boolean =>
  artifact !== null &&
  (artifact.goroutines.length > 0 ||
    artifact.overflow.length > 0 ||
    (artifact.crash !== null && (artifact.crash.race !== null || artifact.crash.signal !== null)));

/** The bodies as one AnyValue, a line break between each two: bytes as they came, whatever their encoding. */
const join = (bytes: Uint8Array, parts: readonly Part[]): Uint8Array => {
  const w = new ProtoWriter(4096);
  w.varint(proto.AnyValue.stringValue);
  const at = w.open();
  for (const [i, { from, to }] of parts.entries()) {
    if (i > 0) w.raw(lineBreak);
    w.range(bytes, from, to);
  }
  w.close(at);
  return w.copy();
};
const lineBreak = Buffer.from('\n');
