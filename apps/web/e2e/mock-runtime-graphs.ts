/** The graphs of the Runtime test double: who waits for whom, and call trees. */
import type { FlameNode, FlameResponse, WaitGraph } from '@nightglass/model';

/** A writer that waits behind readers who hold the lock. */
export const waits: WaitGraph = {
  nodes: [
    {
      id: 'w',
      kind: 'goroutines',
      label: 'writer',
      count: 1,
      bucket: 'k1',
      function: 'main.(*store).update',
      file: '/app/s.go',
      line: 44,
      maxWaitMinutes: 2,
    },
    {
      id: 'm',
      kind: 'rwmutex',
      label: 'store.mu (sync.RWMutex)',
      count: 1,
      bucket: '',
      function: '',
      file: '',
      line: 0,
      maxWaitMinutes: 2,
    },
    {
      id: 'h',
      kind: 'goroutines',
      label: 'readers',
      count: 6,
      bucket: 'k0',
      function: 'main.(*store).slow',
      file: '/app/s.go',
      line: 60,
      maxWaitMinutes: 2,
    },
  ],
  edges: [
    { from: 'w', to: 'm', kind: 'waits', confidence: 'proved', why: '', count: 1 },
    { from: 'm', to: 'h', kind: 'holds', confidence: 'likely', why: 'It stands behind RLock.', count: 6 },
  ],
  truncated: false,
};

const node = (func: string, self: number, ...children: FlameNode[]): FlameNode => ({
  func,
  file: '/app/main.go',
  line: 7,
  self,
  value: self + children.reduce((sum, c) => sum + c.value, 0),
  children,
});
/** A heap profile, or what changed since an earlier one. */
export const flame = (difference: boolean): FlameResponse => {
  const root = difference
    ? node('root', 0, node('main.updateUserSession', 8e6), node('main.flush', -2e6))
    : node('root', 0, node('main.main', 0, node('main.updateUserSession', 8e6), node('fmt.Sprintf', 2e6)));
  return {
    sampleTypes: [
      { type: 'inuse_objects', unit: 'count' },
      { type: 'inuse_space', unit: 'bytes' },
    ],
    sampleType: 1,
    unit: 'bytes',
    total: root.value,
    difference,
    root,
    table: [
      { func: 'main.updateUserSession', file: '/app/main.go', line: 7, flat: 8e6, cumulative: 8e6 },
      { func: 'fmt.Sprintf', file: 'fmt/print.go', line: 9, flat: 2e6, cumulative: 2e6 },
    ],
    minimum: 0,
    notes: [],
  };
};
