export {
  type AttributeOperator,
  attributeCondition,
  bodyWordsCondition,
  traceCondition,
} from './conditions.ts';
export { type Migration, migrations, tables } from './migrations.ts';
export { applyRetention } from './retention.ts';
export { dropSearchIndexes } from './search-indexes.ts';
export { defaultRetention, type Placement, type Retention } from './table.ts';
