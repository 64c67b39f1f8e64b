/** Attributes as protobuf, and the resources and scope the generated records carry. */
import { type ProtoWriter, proto } from '@nightglass/otlp';
import type { Random } from './random.ts';

export type Value = string | number | boolean;

/** Whole numbers become int64, others double. */
export const attribute = (w: ProtoWriter, tag: number, key: string, value: Value): void => {
  w.message(tag, () => {
    w.stringField(proto.KeyValue.key, key);
    w.message(proto.KeyValue.value, () => {
      if (typeof value === 'string') w.stringField(proto.AnyValue.stringValue, value);
      else if (typeof value === 'boolean') w.varintField(proto.AnyValue.boolValue, value ? 1 : 0);
      else if (Number.isInteger(value)) w.int64Field(proto.AnyValue.intValue, BigInt(value));
      else w.doubleField(proto.AnyValue.doubleValue, value);
    });
  });
};

export const services = [
  'frontend',
  'checkout',
  'payment-gateway',
  'order',
  'inventory',
  'shipping',
  'recommendation',
  'cart',
] as const;

/** One ResourceX of a request: the resource, then one scope group with what `records` writes. */
export const resourceGroup = (
  w: ProtoWriter,
  random: Random,
  service: string,
  scope: string,
  records: () => void,
): void => {
  w.message(proto.Request.groups, () => {
    w.message(proto.ResourceGroup.resource, () => {
      const put = (key: string, value: Value) => attribute(w, proto.Resource.attributes, key, value);
      put('service.name', service);
      put('service.namespace', 'shop');
      put('service.version', `1.${random.below(4)}.0`);
      put('service.instance.id', `${service}-7d9f8b6c5-${random.hex(5)}`);
      put('deployment.environment.name', 'production');
      put('telemetry.sdk.name', 'opentelemetry');
      put('telemetry.sdk.language', 'nodejs');
      put('telemetry.sdk.version', '2.2.0');
      put('host.name', `node-${random.below(12)}`);
      put('k8s.namespace.name', 'shop');
      put('k8s.pod.name', `${service}-7d9f8b6c5-${random.hex(5)}`);
      put('process.pid', 1 + random.below(60000));
    });
    w.message(proto.ResourceGroup.scopeGroups, () => {
      w.message(proto.ScopeGroup.scope, () => {
        w.stringField(proto.InstrumentationScope.name, scope);
        w.stringField(proto.InstrumentationScope.version, '0.208.0');
      });
      records();
    });
  });
};
