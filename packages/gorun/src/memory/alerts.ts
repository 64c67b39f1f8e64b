import type { Advice } from '@nightglass/model';

const growing = `groups:
  - name: go-growth
    rules:
      - alert: GoGoroutinesAndMemoryGrow
        # Both over half an hour, as a line: goroutines by a fifth, resident memory by a tenth.
        expr: |
          deriv(go_goroutines[30m]) * 1800 > 0.2 * avg_over_time(go_goroutines[30m])
          and
          deriv(process_resident_memory_bytes[30m]) * 1800 > 0.1 * avg_over_time(process_resident_memory_bytes[30m])
          and
          avg_over_time(go_goroutines[30m]) > 100
        for: 30m
        labels:
          severity: warning
        annotations:
          summary: 'Goroutines and memory of {{ $labels.instance }} have grown together for an hour'
          description: 'Take a goroutine dump and a heap profile now, and again in ten minutes, and compare them.'
`;

const restarts = `groups:
  - name: go-fatal
    rules:
      - alert: GoProcessRestarts
        # A new start time on the same target; one restart is a deploy, two in a quarter of an hour are not.
        expr: changes(process_start_time_seconds[15m]) >= 2
        labels:
          severity: critical
        annotations:
          summary: '{{ $labels.instance }} restarted {{ $value }} times in 15 minutes'
      - alert: GoContainerExited2
        # Go exits with 2 after an uncaught panic and after a fatal error (134 with GOTRACEBACK=crash).
        expr: |
          increase(kube_pod_container_status_restarts_total[15m]) > 0
          and on (namespace, pod, container)
          kube_pod_container_status_last_terminated_exitcode == 2
        labels:
          severity: critical
        annotations:
          summary: 'Container {{ $labels.container }} of {{ $labels.pod }} ended with exit code 2 and was restarted'
`;

const logs = `groups:
  - name: go-fatal-logs
    rules:
      - alert: GoFatalError
        expr: |
          sum by (service_name) (count_over_time({service_name=~".+"} |~ "(^|\\\\n)fatal error: " [5m])) > 0
        labels:
          severity: critical
        annotations:
          summary: '{{ $labels.service_name }} died of a Go fatal error; its stderr names the goroutine'
`;

/**
 * The alerts people expect beside Go crashes and leaks, each as a rule to paste: two in the form of Prometheus rule
 * files, the last for a LogQL ruler (Loki). They are general: no service's name is in them.
 */
export const memoryAlerts = (): Advice[] => [
  {
    text: 'Leaks: go_goroutines and process_resident_memory_bytes rising together. Each alone is normal under load; both over an hour are goroutines that never end and what they hold. Memory that rises alone is more often a map or a cache.',
    code: { language: 'yaml', text: growing },
  },
  {
    text: 'Fatal errors: a process metric cannot show one. Concurrent map use, a deadlock or running out of memory end the process at once, before the next scrape, and the new process starts with fresh, healthy gauges. Alert on what outlives it: restarts and the exit code.',
    code: { language: 'yaml', text: restarts },
  },
  {
    text: 'And on the words of the runtime in stderr, because exit code 2 is a panic as well: `fatal error:` cannot be caught by recover. This one is a rule for LogQL.',
    code: { language: 'yaml', text: logs },
  },
];
