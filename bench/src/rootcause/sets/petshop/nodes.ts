/** Nodes of an X-Ray service map are named `NAME_TYPE`, the type as CloudFormation writes it. */
import type { EntityKind, ExplanationEntity } from '@nightglass/model';

const kinds: readonly [RegExp, EntityKind][] = [
  [/(::Table|::DBInstance|::DBCluster|_Database::SQL)$/, 'database'],
  [/(::Queue|::Topic|::Stream)$/, 'queue'],
  [/::(CacheCluster|ReplicationGroup)$/, 'cache'],
  // called through its API: X-Ray repeats the name of the product (SSM_AWS::SSM), it sends nothing itself
  [/^(\w+)_AWS::\1$/, 'external'],
  [/_remote$/, 'external'],
];

/** The whole name stays: two nodes of one name and two types are two. */
export const entityOfNode = (node: string): ExplanationEntity => ({
  kind: kinds.find(([pattern]) => pattern.test(node))?.[1] ?? 'service',
  name: node,
});
