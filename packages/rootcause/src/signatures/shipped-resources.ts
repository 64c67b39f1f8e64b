/** Shipped signatures of what an entity stands on: CPU, memory, disk, network, machines, runtimes. */
import { falls, mustFall, mustRise, mustStay, rises, type Signature, signature, stays } from './signature.ts';

export const resourceSignatures: readonly Signature[] = [
  signature({
    id: 'cpu-full-without-traffic',
    title: { en: 'CPU and latency rise, traffic does not', zh: 'CPU 与延迟上升，流量不变' },
    faultClass: 'cpu',
    ofHundred: 6,
    conditions: [mustRise('self', 'cpu'), rises('self', 'latency'), stays('self', 'traffic', 7)],
  }),
  signature({
    id: 'cpu-throttled',
    title: {
      en: 'CPU throttling and latency rise together',
      zh: 'CPU 节流与延迟同时上升',
    },
    faultClass: 'throttling',
    conditions: [
      mustRise('self', 'cpu_throttling'),
      rises('self', 'latency'),
      rises('self', 'scheduler', 6),
      stays('self', 'cpu_limit', 9),
    ],
  }),
  signature({
    id: 'cpu-limit-lowered',
    title: { en: 'The CPU limit fell and throttling rose', zh: 'CPU 上限降低，节流上升' },
    faultClass: 'config',
    ofHundred: 1,
    conditions: [mustFall('self', 'cpu_limit'), mustRise('self', 'cpu_throttling'), rises('self', 'latency')],
  }),
  signature({
    id: 'scheduler-queue-without-limit',
    title: { en: 'Run queue and CPU rise, no throttling', zh: '运行队列与 CPU 上升，没有节流' },
    faultClass: 'cpu',
    conditions: [
      mustRise('self', 'scheduler'),
      rises('self', 'cpu', 8),
      stays('self', 'cpu_throttling', 8),
      rises('self', 'latency'),
    ],
  }),
  signature({
    id: 'neighbour-takes-cpu',
    title: {
      en: 'The CPU of the machine is full, the service itself does not work more',
      zh: '机器 CPU 已满，服务自身并未多做工作',
    },
    faultClass: 'node',
    kinds: ['node'],
    conditions: [mustRise('self', 'cpu'), mustRise('resident', 'latency'), stays('resident', 'traffic', 7)],
  }),
  signature({
    id: 'node-memory-short',
    title: {
      en: 'Memory of the machine rises and what runs on it restarts',
      zh: '机器内存上升，其上的负载重启',
    },
    faultClass: 'node',
    kinds: ['node'],
    conditions: [
      mustRise('self', 'memory'),
      rises('resident', 'restarts', 7),
      rises('resident', 'errors', 6),
    ],
  }),
  signature({
    id: 'node-disk',
    title: {
      en: 'The disk of the machine is busy and what runs on it is slow',
      zh: '机器磁盘繁忙，其上的负载变慢',
    },
    faultClass: 'node',
    kinds: ['node'],
    conditions: [mustRise('self', 'disk_io'), mustRise('resident', 'latency'), stays('self', 'cpu', 6)],
  }),
  signature({
    id: 'node-gone',
    title: { en: 'The machine is not available and what runs on it fails', zh: '机器不可用，其上的负载失败' },
    faultClass: 'node',
    kinds: ['node'],
    conditions: [
      mustFall('self', 'availability'),
      rises('resident', 'errors', 8),
      falls('resident', 'traffic', 6),
    ],
  }),
  signature({
    id: 'memory-grows-until-restart',
    title: { en: 'Memory rises, then restarts and errors', zh: '内存上升，随后重启并报错' },
    faultClass: 'memory',
    conditions: [mustRise('self', 'memory'), mustRise('self', 'restarts'), rises('self', 'errors', 7)],
  }),
  signature({
    id: 'memory-limit-lowered',
    title: { en: 'The memory limit fell and it restarts', zh: '内存上限降低并出现重启' },
    faultClass: 'config',
    ofHundred: 1,
    conditions: [mustFall('self', 'memory_limit'), mustRise('self', 'restarts')],
  }),
  signature({
    id: 'memory-without-traffic',
    title: { en: 'Memory rises, traffic does not', zh: '内存上升，流量不变' },
    faultClass: 'memory',
    conditions: [mustRise('self', 'memory'), mustStay('self', 'traffic', 8), rises('self', 'latency', 5)],
  }),
  signature({
    id: 'heap-makes-gc-work',
    title: { en: 'Heap, garbage collection and latency rise', zh: '堆、垃圾回收与延迟一起上升' },
    faultClass: 'gc_pressure',
    conditions: [
      mustRise('self', 'gc'),
      rises('self', 'heap', 8),
      rises('self', 'latency', 8),
      rises('self', 'cpu', 7),
    ],
  }),
  signature({
    id: 'goroutines-heap-gc',
    title: {
      en: 'Goroutines, heap and garbage collection rise together',
      zh: 'goroutine、堆与垃圾回收同时上升',
    },
    faultClass: 'goroutine_leak',
    conditions: [
      mustRise('self', 'goroutines'),
      rises('self', 'heap', 7),
      rises('self', 'memory', 7),
      rises('self', 'gc', 6),
      stays('self', 'traffic', 7),
      stays('callee', 'latency', 8),
    ],
  }),
  signature({
    id: 'event-loop-and-latency',
    title: { en: 'Event loop delay and latency rise together', zh: '事件循环延迟与请求延迟同时上升' },
    faultClass: 'event_loop',
    ofHundred: 5,
    conditions: [mustRise('self', 'event_loop'), rises('self', 'latency'), stays('callee', 'latency', 8)],
  }),
  signature({
    id: 'disk-slow',
    title: { en: 'Disk activity and latency rise, CPU does not', zh: '磁盘活动与延迟上升，CPU 不变' },
    faultClass: 'disk',
    conditions: [mustRise('self', 'disk_io'), rises('self', 'latency', 8), stays('self', 'cpu', 7)],
  }),
  signature({
    id: 'disk-full',
    title: { en: 'Disk usage and errors rise', zh: '磁盘用量与错误上升' },
    faultClass: 'disk',
    conditions: [mustRise('self', 'disk_usage'), mustRise('self', 'errors', 8), falls('self', 'disk_io', 5)],
  }),
  signature({
    id: 'packets-lost',
    title: { en: 'Network errors and latency rise, CPU does not', zh: '网络错误与延迟上升，CPU 不变' },
    faultClass: 'network',
    conditions: [mustRise('self', 'network_errors'), rises('self', 'latency', 8), stays('self', 'cpu', 8)],
  }),
  signature({
    id: 'network-full',
    title: { en: 'Network volume and latency rise, CPU does not', zh: '网络流量与延迟上升，CPU 不变' },
    faultClass: 'network',
    ofHundred: 1,
    conditions: [mustRise('self', 'network_io'), mustRise('self', 'latency'), mustStay('self', 'cpu', 7)],
  }),
  signature({
    id: 'cut-off',
    title: {
      en: 'It hears nothing, its callers fail, and it did not restart',
      zh: '它收不到请求，调用方报错，而它没有重启',
    },
    faultClass: 'network',
    ofHundred: 2,
    conditions: [
      mustFall('self', 'traffic'),
      mustRise('caller', 'errors'),
      stays('self', 'restarts', 9),
      falls('self', 'network_io', 7),
      stays('caller', 'traffic', 7),
    ],
  }),
  signature({
    id: 'certificate-runs-out',
    title: { en: 'The days of a certificate run out and callers fail', zh: '证书剩余天数耗尽，调用方报错' },
    faultClass: 'tls',
    detail: 'certificate_expired',
    conditions: [mustFall('self', 'tls_expiry'), rises('caller', 'errors', 8), rises('self', 'errors', 5)],
  }),
  signature({
    id: 'handles-run-out',
    title: { en: 'Open files and errors rise', zh: '打开的文件数与错误上升' },
    faultClass: 'pool_exhaustion',
    detail: 'file_descriptors',
    conditions: [mustRise('self', 'fd'), mustRise('self', 'errors', 8), rises('self', 'connections', 6)],
  }),
];
