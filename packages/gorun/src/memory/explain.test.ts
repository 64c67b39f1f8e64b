import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuntimeFinding } from '@nightglass/model';
import type { GodebugArtifact, ProfileArtifact } from '../model.ts';
import { readPprofArtifact } from '../profile/pprof.ts';
import {
  godebugOf,
  goVersions,
  legacyOf,
  linesOf,
  makeProfile,
  profileArtifact,
} from '../profile/testing/fixtures.ts';
import { memoryAlerts } from './alerts.ts';
import { explainMemory } from './explain.ts';

const phases = ['0_start', '1_mid', '2_leaked', '3_all_deleted', '4_after_freeosmemory', '5_maps_replaced'];
const heaps = (version: string, wanted: readonly string[]): ProfileArtifact[] =>
  wanted.map((phase) => profileArtifact(`go${version}/mapleak/heap_${phase}.pb.gz`));
const texts = (version: string, wanted: readonly string[]): ProfileArtifact[] =>
  wanted.map((phase) => {
    const { artifact } = legacyOf(linesOf(`go${version}/mapleak/heap_${phase}.debug1.txt`));
    assert.ok(artifact.format === 'profile');
    return artifact;
  });
const traceOf = (lines: readonly string[]): GodebugArtifact => {
  const { artifact } = godebugOf(lines);
  assert.ok(artifact !== null);
  return artifact;
};
const find = (findings: readonly RuntimeFinding[], id: string): RuntimeFinding => {
  const found = findings.find((finding) => finding.id === id);
  assert.ok(found !== undefined, `${id} among ${findings.map((finding) => finding.id).join(', ')}`);
  return found;
};
const ids = (findings: readonly RuntimeFinding[]): string[] => findings.map((finding) => finding.id);

for (const version of goVersions)
  test(`the leak of Go ${version}: trend and profiles together name the line that holds it`, () => {
    const findings = explainMemory({
      gc: [traceOf(linesOf(`go${version}/mapleak/gctrace.log`))],
      heaps: heaps(version, phases),
      names: phases,
    });
    const growth = find(findings, 'heap-growth');
    assert.equal(growth.confidence, 'likely');
    assert.match(growth.title, /main\.updateUserSession at main\.go:31 holds 1[67]\d\.\d MB/);
    assert.equal(growth.sites[0]?.function, 'main.updateUserSession');
    assert.equal(growth.sites[0]?.line, 31);
    const sites = growth.sites.map((site) => site.function);
    assert.ok(sites.includes('main.cacheShared') && sites.includes('main.indexSession'));
    assert.ok(
      growth.evidence.some((e) => e.stance === 'supports' && e.lines.length > 0 && e.figure?.unit === 'MB'),
    );
    assert.ok(growth.evidence.some((e) => e.stance === 'contradicts' && /let go/.test(e.text)));
  });

for (const version of goVersions)
  test(`maps of Go ${version} keep their memory when all keys are deleted`, () => {
    const findings = explainMemory({ heaps: heaps(version, ['0_start', '2_leaked', '3_all_deleted']) });
    const maps = find(findings, 'map-never-shrinks');
    assert.equal(maps.confidence, 'likely');
    const functions = maps.sites.map((site) => site.function);
    assert.ok(functions.includes('main.updateUserSession') && functions.includes('main.indexSession'));
    // A sync.Map of Go 1.24 and later gives its nodes back; before, it holds a plain map inside.
    assert.equal(functions.includes('main.cacheShared'), ['1.19', '1.22'].includes(version));
    const kept = Number(/^([\d.]+) MB stay/.exec(maps.title)?.[1]);
    // HeapAlloc was 52.8 and 29.5 MB; the profile is a sample of it.
    const heapAlloc = ['1.19', '1.22'].includes(version) ? 52.8 : 29.5;
    assert.ok(Math.abs(kept - heapAlloc) < heapAlloc / 4, maps.title);
    assert.ok(
      maps.advice.some((advice) => advice.code?.language === 'go' && advice.code.text.includes('make(map')),
    );
  });

for (const version of goVersions)
  test(`growing maps of Go ${version} are suspected before anything is deleted`, () => {
    const findings = explainMemory({ heaps: heaps(version, ['0_start', '2_leaked']) });
    const maps = find(findings, 'map-never-shrinks');
    assert.equal(maps.confidence, 'possible');
    assert.ok(maps.sites.some((site) => site.function === 'main.indexSession'));
    assert.ok(maps.evidence.some((e) => e.stance === 'contradicts' && /hide the runtime/.test(e.text)));
    const growth = find(findings, 'heap-growth');
    assert.equal(growth.confidence, 'possible');
    assert.ok(growth.evidence.some((e) => e.stance === 'contradicts' && /No GC trace/.test(e.text)));
  });

for (const version of goVersions)
  test(`MemStats of Go ${version} tell memory the system has not got back from memory it has`, () => {
    const before = explainMemory({ heaps: texts(version, phases.slice(0, 4)), rssBytes: 900e6 });
    const kept = find(before, 'memory-not-returned');
    assert.equal(kept.severity, 'info');
    assert.ok(kept.evidence.some((e) => e.figure?.name === 'resident size'));
    const after = explainMemory({ heaps: texts(version, phases.slice(0, 5)) });
    assert.ok(!ids(after).includes('memory-not-returned'), 'after debug.FreeOSMemory');
  });

for (const version of goVersions)
  test(`the empty difference of Go ${version} is explained, not taken for silence`, () => {
    const findings = explainMemory({
      gc: [traceOf(linesOf(`go${version}/fleet/stderr_gctrace_then_sigquit.log`))],
      heaps: [profileArtifact(`go${version}/fleet/heap_delta_seconds20.pb.gz`)],
    });
    const empty = find(findings, 'empty-heap-delta');
    assert.match(empty.title, /over 20 s is empty because no GC cycle finished/);
    assert.ok(
      empty.evidence.some((e) => e.stance === 'supports' && /longest time between two cycles/.test(e.text)),
    );
    assert.ok(empty.advice.some((advice) => advice.code?.text.includes('heap?gc=1') === true));
    assert.ok(!ids(findings).includes('heap-growth'));
  });

/** A trace whose live heap and allocation rate are functions of the cycle. */
const trace = (
  count: number,
  live: (n: number) => number,
  options: { step?: (n: number) => number; allocated?: (n: number) => number; assist?: number } = {},
): string[] => {
  const lines: string[] = [];
  let at = 0;
  for (let n = 1; n <= count; n++) {
    at += options.step?.(n) ?? 2;
    const mb = Math.round(live(n));
    const end = Math.round(live(n - 1)) + Math.round(options.allocated?.(n) ?? 50);
    const assist = options.assist ?? 0.1;
    lines.push(
      `gc ${n} @${at.toFixed(3)}s 2%: 0.02+1.3+0.07 ms clock, 0.05+${assist}/1.0/3.0+0.23 ms cpu, ${end}->${end}->${mb} MB, ${mb * 2} MB goal, 0 MB stacks, 0 MB globals, 2 P`,
    );
  }
  return lines;
};

test('a flat heap, a noisy one and a cache that has filled are no leak', () => {
  const noise = (n: number): number => ((n * 7919) % 13) - 6;
  for (const live of [
    () => 100,
    (n: number) => 100 + noise(n),
    (n: number) => Math.min(200, 20 + n * 9) + noise(n),
  ])
    assert.deepEqual(ids(explainMemory({ gc: [traceOf(trace(90, live))] })), []);
});

test('a cache that has filled is no leak, wherever its noise happens to drift', () => {
  for (let phase = 0; phase < 40; phase++) {
    const noise = (n: number): number => (((n + phase) * 7919) % 29) - 14;
    const found = explainMemory({ gc: [traceOf(trace(90, (n) => Math.min(300, 20 + n * 9) + noise(n)))] });
    assert.deepEqual(ids(found), [], `phase ${phase}`);
  }
});

test('large blocks that were freed are no map', () => {
  const types = [
    ['alloc_space', 'bytes'],
    ['inuse_space', 'bytes'],
  ] as const;
  const moment = (n: number, map: number, buffers: number, entries: number) => {
    const read = readPprofArtifact(
      makeProfile(
        [
          { stack: [1], values: [40e6, map], labels: { bytes: '27264' } },
          { stack: [2], values: [90e6, buffers], labels: { bytes: '27264' } },
          { stack: [3], values: [90e6, entries], labels: { bytes: '64' } },
        ],
        types,
        (profile) => {
          profile.timeNanos = 2_000_000_000_000_000_000n + BigInt(n);
        },
      ),
    );
    assert.ok(!('error' in read) && read.format === 'profile');
    return read;
  };
  const findings = explainMemory({
    heaps: [moment(1, 0, 0, 1e6), moment(2, 20e6, 40e6, 60e6), moment(3, 20e6, 4e6, 2e6)],
  });
  assert.deepEqual(
    find(findings, 'map-never-shrinks').sites.map((site) => site.function),
    ['main.f1'],
  );
});

test('a slow leak under noise is found', () => {
  const findings = explainMemory({ gc: [traceOf(trace(120, (n) => 60 + n * 0.5 + ((n * 7919) % 17)))] });
  const growth = find(findings, 'heap-growth');
  assert.ok(growth.evidence.some((e) => /does not explain it/.test(e.text)));
});

test('a heap that grows with the allocation rate is not called a leak', () => {
  const findings = explainMemory({
    gc: [traceOf(trace(120, (n) => 50 + n, { allocated: (n) => 50 + n * 2 }))],
  });
  const growth = find(findings, 'heap-growth-with-traffic');
  assert.equal(growth.severity, 'info');
  assert.ok(growth.evidence.some((e) => e.stance === 'contradicts' && /more traffic/.test(e.text)));
});

test('assist and CPU share make a GC that falls behind, with what speaks against it', () => {
  const findings = explainMemory({
    gc: [traceOf(trace(100, () => 100, { step: () => 0.01, assist: 9 }))],
  });
  const pressure = find(findings, 'gc-falling-behind');
  assert.match(pressure.title, /allocating goroutines do 90 % of the marking/);
  assert.ok(pressure.detail.some((text) => /second is concurrent marking/.test(text)));
  assert.ok(pressure.evidence.some((e) => e.stance === 'contradicts'));
  assert.ok(!ids(findings).includes('heap-growth'));
});

test('each process of a log is judged by itself', () => {
  const lines = [...trace(40, () => 100), ...trace(40, (n) => 100 + n * 3)];
  const findings = explainMemory({ gc: [traceOf(lines)] });
  assert.deepEqual(ids(findings), ['heap-growth']);
  assert.deepEqual(findings[0]?.evidence[0]?.lines, [{ start: 41, end: 80 }]);
});

test('too little is said to be too little', () => {
  const few = explainMemory({ gc: [traceOf(trace(8, (n) => n * 100))] });
  assert.deepEqual(ids(few), ['memory-not-enough']);
  assert.match(few[0]?.evidence[0]?.text ?? '', /8 GC cycles/);
  const one = explainMemory({ heaps: heaps('1.27', ['0_start']) });
  assert.deepEqual(ids(one), ['memory-not-enough']);
  assert.deepEqual(explainMemory({}), []);
});

test('the traces of many processes in one log are not taken for one', () => {
  const mixed = Array.from({ length: 60 }, (_, i) => trace((i % 2) + 1, () => 10).at(-1) as string);
  assert.match(explainMemory({ gc: [traceOf(mixed)] })[0]?.title ?? '', /several processes/);
});

test('profiles of two processes are not compared with each other', () => {
  const findings = explainMemory({
    heaps: [...heaps('1.27', ['2_leaked']), ...heaps('1.27', ['0_start'])].map((artifact, i) => ({
      ...artifact,
      profile: { ...artifact.profile, timeUnixNano: BigInt(i + 1) },
    })),
  });
  assert.deepEqual(ids(findings), ['memory-not-enough']);
});

test('profiles of another program are not compared, though their time and size fit', () => {
  const other = readPprofArtifact(
    makeProfile(
      [{ stack: [1], values: [50_000_000_000, 900_000_000] }],
      [
        ['alloc_space', 'bytes'],
        ['inuse_space', 'bytes'],
      ],
      (profile) => {
        profile.timeNanos = 2_000_000_000_000_000_000n;
      },
    ),
  );
  assert.ok(!('error' in other) && other.format === 'profile');
  assert.deepEqual(ids(explainMemory({ heaps: [...heaps('1.24', ['2_leaked']), other] })), [
    'memory-not-enough',
  ]);
});

test('a difference with samples names what grew in its window', () => {
  const bytes = makeProfile(
    [
      { stack: [1, 2], values: [30_000_000] },
      { stack: [3], values: [-1_000_000] },
    ],
    undefined,
    (profile) => {
      profile.durationNanos = 30_000_000_000;
    },
  );
  const artifact = readPprofArtifact(bytes);
  assert.ok(!('error' in artifact) && artifact.format === 'profile');
  const growth = find(explainMemory({ heaps: [artifact] }), 'heap-growth');
  assert.match(growth.title, /grew by 29\.0 MB in 30 s, 30\.0 MB of it at main\.f1 at main\.go:1/);
});

test('the alerts are rules, and say what a process metric cannot see', () => {
  const [growth, fatal, logs] = memoryAlerts();
  assert.match(
    growth?.code?.text ?? '',
    /deriv\(go_goroutines\[30m\]\)[\s\S]+and[\s\S]+deriv\(process_resident_memory_bytes/,
  );
  assert.match(fatal?.text ?? '', /a process metric cannot show one/);
  assert.match(fatal?.code?.text ?? '', /kube_pod_container_status_restarts_total[\s\S]+exitcode == 2/);
  assert.match(logs?.code?.text ?? '', /fatal error: /);
});
