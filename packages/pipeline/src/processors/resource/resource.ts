import type { AnyValue } from '@nightglass/model';
import {
  type Edit,
  encodeAnyValue,
  type ResourceView,
  spliceLogs,
  spliceMetrics,
  spliceTraces,
} from '@nightglass/otlp';
import type { Batch, ComponentHealth, Consumer, Processor } from '../../component.ts';
import { attributeIndex } from '../attribute-index.ts';
import type { ResourceConfig } from './config.ts';

interface Change {
  key: Buffer;
  action: 'insert' | 'update' | 'upsert' | 'delete';
  /** An AnyValue; empty for `delete`. */
  value: Uint8Array;
}

const splice = { traces: spliceTraces, logs: spliceLogs, metrics: spliceMetrics };

const anyValue = (value: string | number | boolean): AnyValue => {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
};

/** Changes resource attributes in place: everything else of the request is copied through. */
export class ResourceProcessor implements Processor {
  readonly #changes: readonly Change[];
  readonly #next: Consumer;

  constructor(config: ResourceConfig, next: Consumer) {
    this.#next = next;
    this.#changes = config.attributes.map(({ key, action, value }) => ({
      key: Buffer.from(key, 'utf8'),
      action,
      value: value === undefined ? new Uint8Array(0) : encodeAnyValue(anyValue(value)),
    }));
  }
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  health(): ComponentHealth {
    return { status: 'ok' };
  }
  consume(batch: Batch): Promise<void> {
    const bytes = splice[batch.signal](batch.bytes, { resource: (view, edit) => this.#edit(view, edit) });
    return this.#next.consume({ ...batch, bytes });
  }

  #edit(view: ResourceView, edit: Edit): void {
    for (const { key, action, value } of this.#changes) {
      const index = attributeIndex(view.bytes, view.attributes, key);
      if (index < 0) {
        if (action === 'insert' || action === 'upsert') edit.appendAttribute(key, value);
      } else if (action === 'delete') {
        edit.removeAttribute(index);
      } else if (action !== 'insert') {
        edit.replaceAttribute(index, value);
      }
    }
  }
}
