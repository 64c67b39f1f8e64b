import type { Advice, CrashSite, RuntimeEvidence, RuntimeFinding, StackFrame } from '@nightglass/model';
import { place } from '../functions.ts';
import { isLock } from '../waits/graph.ts';
import type { Holder } from '../waits/holders.ts';
import { countOf, longestWait, type Member } from '../waits/stacks.ts';
import type { Thing } from '../waits/things.ts';
import type { DumpContext } from './dump.ts';
import { contradicts, goroutineCount, supports, waited } from './evidence.ts';

/** Waiters with no printed age that still make a convoy: a dump that caught ordinary contention shows a few. */
const MANY_WITHOUT_AGE = 100;
/** With a goroutine that likely holds the lock fewer are worth a word, and this many a warning. */
const SOME_WITHOUT_AGE = 5;
const WARNED_WITHOUT_AGE = 20;
const MOST_FINDINGS = 10;

const OWNERLESS = 'Go keeps no owner of a lock, so who holds it is inferred from the stacks, never read.';

/** Locks that are waited for too long: starved writers and convoys. `named` are the goroutines already spoken of. */
export function lockFindings(context: DumpContext): {
  findings: RuntimeFinding[];
  named: Set<number>;
} {
  const { analysis } = context;
  const named = new Set<number>();
  const findings: RuntimeFinding[] = [];
  for (const group of sameLock(analysis.things.filter(isLock), analysis.holders)) {
    const waiters = group.flatMap(({ waiters: some }) => some);
    const minutes = longestWait(waiters);
    const holders = analysis.holders.get(group[0]?.id ?? '') ?? [];
    const least = holders.length > 0 ? SOME_WITHOUT_AGE : MANY_WITHOUT_AGE;
    if (minutes === 0 && countOf(waiters) < least) continue;
    const writers = waiters.filter(({ wait }) => wait?.behind === 'readers');
    findings.push(
      writers.length > 0
        ? starvedWriter(context, group, writers, holders)
        : convoy(context, group, waiters, holders),
    );
    for (const { goroutine } of [...waiters, ...holders.flatMap(({ members }) => members)])
      named.add(goroutine.id);
    if (findings.length === MOST_FINDINGS) break;
  }
  return { findings, named };
}

/**
 * Readers and writers of one RWMutex wait at different sites, often without its address: sites of the same kind for
 * which the same goroutine is the likely holder are told as one.
 */
function sameLock(things: readonly Thing[], holders: ReadonlyMap<string, Holder[]>): Thing[][] {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const holder = holders.get(thing.id)?.[0];
    const joined = thing.wait.kind === 'rwmutex' && holder !== undefined && thing.wait.behind !== 'readers';
    const key = joined ? `held by ${holder.members[0]?.goroutine.id} ${holder.stack.key}` : thing.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return [...groups.values()];
}

function starvedWriter(
  context: DumpContext,
  group: readonly Thing[],
  writers: readonly Member[],
  holders: readonly Holder[],
): RuntimeFinding {
  const thing = group[0] as Thing;
  const site = writers[0]?.wait?.site ?? null;
  const minutes = longestWait(writers);
  const queued = group.flatMap(({ waiters }) => waiters).filter((one) => !writers.includes(one));
  const by = heldBy(holders);
  return {
    id: 'starved-writer',
    severity: severityOf(minutes, countOf(writers) + countOf(queued)),
    confidence: holders.length === 0 ? 'possible' : 'likely',
    title: `A writer is starved by long read holders: ${site === null ? 'it' : place(site)} waits for sync.RWMutex.Lock${waited(minutes)}${by}.`,
    detail: [
      'The writer has its turn (it holds the inner Mutex) and waits for readers to call RUnlock: that readers hold the lock follows from where it waits. While it waits, every new RLock queues behind it, so the whole lock stands still.',
      OWNERLESS,
      ...young(minutes),
      ...(holders.length === 0 ? ['No goroutine in this output stands out as a reader that holds it.'] : []),
    ],
    evidence: [
      supports(
        `Waits for readers to leave: ${thing.label}${waited(minutes)}.`,
        writers.map(({ goroutine }) => goroutine),
      ),
      ...(queued.length > 0
        ? [
            supports(
              `${goroutineCount(countOf(queued))} more wait for the same lock.`,
              queued.map(({ goroutine }) => goroutine),
            ),
          ]
        : []),
      ...holders.map(holderEvidence),
      ...doubts(context, holders, writers),
    ],
    sites: [...waiterSites(writers), ...holders.map(holderSite)],
    advice: [READ_LOCK_ADVICE],
  };
}

const READ_LOCK_ADVICE: Advice = {
  text: 'Do not wait (network, channel, context) with a lock held, not even a read lock: copy what is needed, unlock, then wait. Lint rule NGG009 finds long work under a lock.',
  code: {
    language: 'go',
    text: `package fix

import (
	"context"
	"sync"
)

type store struct {
	mu   sync.RWMutex
	data map[string]string
}

func (s *store) get(key string) (string, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	v, ok := s.data[key]
	return v, ok
}

func (s *store) slow(ctx context.Context, key string, call func(context.Context, string) error) error {
	v, ok := s.get(key) // the lock is free again before the call
	if !ok {
		return nil
	}
	return call(ctx, v)
}
`,
  },
};

function convoy(
  context: DumpContext,
  group: readonly Thing[],
  waiters: readonly Member[],
  holders: readonly Holder[],
): RuntimeFinding {
  const minutes = longestWait(waiters);
  const what = group[0]?.wait.what ?? 'lock';
  const count = countOf(waiters);
  const held = heldBy(holders);
  return {
    id: count > 1 ? 'lock-convoy' : 'lock-wait',
    severity: severityOf(minutes, count),
    confidence: minutes > 0 ? 'likely' : 'possible',
    title: `${goroutineCount(count)} ${count === 1 ? 'waits' : 'wait'} for one ${what}${waited(minutes)}${held}.`,
    detail: [
      `They ask for it at ${siteList(group)}. A lock that is waited for ${minutes > 0 ? 'this long' : 'long'} is held by something that does not end: a sleep, a call without time limit, another lock, or an Unlock that was forgotten on some way out.`,
      OWNERLESS,
      ...young(minutes),
      ...(holders.length === 0
        ? [
            'No goroutine in this output stands out as the holder: it may have ended without Unlock, or hold it in code that does not show.',
          ]
        : []),
    ],
    evidence: [
      ...group.map((thing) =>
        supports(
          `${goroutineCount(countOf(thing.waiters))}: ${thing.label}.`,
          thing.waiters.map(({ goroutine }) => goroutine),
        ),
      ),
      ...holders.map(holderEvidence),
      ...doubts(context, holders, waiters),
    ],
    sites: [...waiterSites(waiters), ...holders.map(holderSite)],
    advice: [
      {
        text: 'Shorten what is done with the lock held: no sleep, no I/O, no channel. Lint rule NGG009 finds long work under a lock.',
      },
      {
        text: 'See who holds it how long: the mutex profile blames the Unlock of the holder.',
        code: {
          language: 'shell',
          text: "# needs runtime.SetMutexProfileFraction(100) in the program\ncurl -s 'http://HOST:PORT/debug/pprof/mutex?seconds=30' -o mutex.pb.gz\n",
        },
      },
    ],
  };
}

/** Aged waits are trouble, many young ones a warning, a few young ones may be ordinary contention. */
function severityOf(minutes: number, waiters: number): RuntimeFinding['severity'] {
  if (minutes > 0) return 'critical';
  return waiters >= WARNED_WITHOUT_AGE ? 'warning' : 'info';
}

function young(minutes: number): string[] {
  if (minutes > 0) return [];
  return [
    'Go prints no age below one minute, so this may be a moment of ordinary contention: take a second dump some seconds later and compare.',
  ];
}

function siteList(group: readonly Thing[]): string {
  const places = group.map(({ wait }) => (wait.site === null ? '' : place(wait.site)));
  return [...new Set(places)]
    .filter((one) => one !== '')
    .slice(0, 5)
    .join(', ');
}

/** The certainty of the words is the certainty of the clue. */
function heldBy(holders: readonly Holder[]): string {
  if (holders.length === 0) return '';
  return `; ${holders[0]?.confidence ?? 'possible'} holder: ${holders.map(nameHolder).join(', ')}`;
}

/** What speaks against: a weak clue fits others as well. */
function doubts(
  { analysis }: DumpContext,
  holders: readonly Holder[],
  waiters: readonly Member[],
): RuntimeEvidence[] {
  if (holders.length === 0 || holders.some(({ confidence }) => confidence !== 'possible')) return [];
  const minutes = longestWait(waiters);
  const known = new Set(
    [...waiters, ...holders.flatMap(({ members }) => members)].map(({ goroutine }) => goroutine.id),
  );
  let others = 0;
  for (const { members } of analysis.stacks) {
    for (const { goroutine, wait } of members) {
      if (wait === null || known.has(goroutine.id) || goroutine.waitMinutes < minutes) continue;
      others += goroutine.count;
    }
  }
  if (others === 0) return [];
  return [
    contradicts(
      `Nothing printed ties the holder to this lock: ${goroutineCount(others)} elsewhere ${others === 1 ? 'has' : 'have'} been stuck as long, and one of them could hold it.`,
    ),
  ];
}

function nameHolder({ frame, members }: Holder): string {
  const count = countOf(members);
  const id = members[0]?.goroutine.id ?? 0;
  const who = count > 1 ? goroutineCount(count) : id > 0 ? `goroutine ${id}` : 'a goroutine';
  return `${who} in ${place(frame)}`;
}

function holderEvidence({ members, confidence, why }: Holder): RuntimeEvidence {
  const who =
    members.length === 1 ? `Goroutine ${members[0]?.goroutine.id}` : goroutineCount(countOf(members));
  return supports(
    `${who} (${confidence} holder): ${why}.`,
    members.map(({ goroutine }) => goroutine),
  );
}

function waiterSites(members: readonly Member[]): CrashSite[] {
  const sites = new Map<string, CrashSite>();
  for (const { wait, goroutine } of members) {
    const frame = wait?.site;
    if (frame == null || sites.size === 5) continue;
    const key = `${frame.func}:${frame.line}`;
    if (!sites.has(key)) sites.set(key, site('waiter', frame, goroutine.id, 1));
  }
  return [...sites.values()];
}

const CERTAINTY = { proved: 1, likely: 0.7, possible: 0.4 } as const;

function holderSite({ frame, members, confidence }: Holder): CrashSite {
  return site('holder', frame, members[0]?.goroutine.id ?? 0, CERTAINTY[confidence]);
}

function site(
  role: 'waiter' | 'holder',
  { func, file, line }: StackFrame,
  goroutine: number,
  confidence: number,
): CrashSite {
  return {
    role,
    function: func,
    file,
    line,
    goroutine: goroutine || null,
    access: '',
    from: 'dump',
    confidence,
  };
}
