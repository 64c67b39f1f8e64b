import type { Advice, CrashSite, RuntimeEvidence } from '@nightglass/model';
import { shownAccess } from '../crash/map-access.ts';
import { contradicts, supports } from '../findings/evidence.ts';
import { baseName, receiverOf } from '../functions.ts';
import {
  atLeast,
  atMost,
  atSite,
  type CrashContext,
  type CrashText,
  FATAL_TEXT,
  goCode,
  shell,
  siteOf,
} from './context.ts';
import { lockCode, mapNames, SYNC_MAP_CODE, snapshotCode } from './map-code.ts';

/** The answer when Go printed only one side. */
export const NOT_IN_OUTPUT = 'not in this output; set GOTRACEBACK=all';

const DOING: Record<string, string> = {
  iterate: 'iterated over it',
  read: 'read it',
  write: 'wrote to it',
  delete: 'deleted from it',
  clear: 'cleared it',
  clone: 'cloned it',
};

/** Concurrent map use: both sides, why it could not be caught, what is legal and what is not, and the fix. */
export function mapCrashText(context: CrashContext): CrashText {
  const { crash } = context;
  const detected = siteOf(crash, 'detected');
  const others = crash.sites.filter(({ role }) => role === 'other');
  if (isCopiedSyncMap(context)) return copiedSyncMap(context);
  return {
    id: 'map-crash',
    title: titleOf(detected, others),
    detail: [
      whatHappened(context, detected),
      FATAL_TEXT,
      otherParty(context, others),
      'Deleting from a map while ranging over it in one goroutine is legal in every Go version (specification, "For ' +
        'statements with range clause") and is not the cause: it may stay. What is missing is one lock that both ' +
        'goroutines take.',
      ...throughReflection(context),
      'Go notices this by luck: only when one side looks at the very instant at which a writer is inside the map. Most ' +
        'clashes pass unnoticed and lose or mix up entries, so the absence of a crash proves nothing. The race ' +
        'detector finds it by the order of events, without luck.',
    ],
    evidence: evidenceOf(context, detected, others),
    advice: adviceFor(context, detected, others),
  };
}

function titleOf(detected: CrashSite | null, others: readonly CrashSite[]): string {
  if (detected === null) {
    return 'Two goroutines used one map at the same time without a lock; the output shows neither of them.';
  }
  const one = `${short(detected)} ${DOING[detected.access] ?? 'used it'}`;
  const other = others[0];
  if (other === undefined) {
    return `Two goroutines used one map at the same time: ${one} while another goroutine (${NOT_IN_OUTPUT}) wrote to it.`;
  }
  const sure = `${certainty(other)} `;
  return `Two goroutines used one map at the same time: ${one} while ${sure}${short(other)} ${DOING[other.access] ?? 'wrote to it'}.`;
}

function certainty({ confidence }: CrashSite): string {
  return confidence >= 0.7 ? 'likely' : 'possibly';
}

/** `main.(*cache).evict (main.go:25)`. */
function short({ function: name, file, line }: CrashSite): string {
  return file === '' ? name : `${name} (${baseName(file)}:${line})`;
}

const ROLE: Record<string, string> = {
  iterate: 'ranging over a map',
  read: 'reading a map',
  write: 'writing to a map',
  delete: 'deleting from a map',
  clear: 'clearing a map',
  clone: 'cloning a map',
};

function whatHappened({ crash }: CrashContext, detected: CrashSite | null): string {
  const mark =
    'found the mark that a writer leaves in a map while it is inside (an insert, a delete or a clear)';
  if (detected === null) {
    return `A goroutine ${mark}, without a lock that both take. No goroutine is printed (as with GOTRACEBACK=none), so neither side can be named.`;
  }
  const who = detected.goroutine === null ? 'A goroutine' : `Goroutine ${detected.goroutine}`;
  const doing = ROLE[detected.access] ?? 'using a map';
  const clear =
    crash.reason === 'concurrent-map-writes'
      ? ' A loop that does nothing but delete every key counts as one write: the compiler turns it into a clear.'
      : '';
  return `${who} was ${doing} in ${atSite(detected)} and ${mark}: another goroutine was changing the same map at that instant, and the two do not share a lock.${clear}`;
}

function otherParty(context: CrashContext, others: readonly CrashSite[]): string {
  const other = others[0];
  if (other === undefined) return missingParty(context);
  if (other.from === 'source') {
    const places = others.map((site) => `${atSite(site)} (${site.access})`).join(', ');
    const objects = [...new Set(others.flatMap(({ object }) => object ?? []))].join(', ');
    const map = objects === '' ? 'the same map' : `the same map, ${objects}`;
    return `The writer is ${NOT_IN_OUTPUT}. The program's source names who uses ${map}: ${places}.`;
  }
  if (other.from === 'race-report') {
    const places = others.map((site) => `${atSite(site)} (goroutine ${site.goroutine})`).join(', ');
    return `A report of the race detector in the same input names the ${context.crash.reason === 'concurrent-map-writes' ? 'other writer' : 'writer'} of what ${short(siteOf(context.crash, 'detected') ?? other)} uses: ${places}. The report comes from an earlier moment of the same program, so that it is the same pair this time is likely, not proved.`;
  }
  const state = context.artifact.goroutines.find(({ id }) => id === other.goroutine)?.state ?? '';
  const one = `The writer is ${certainty(other)} goroutine ${other.goroutine}, in ${atSite(other)}: it was ${state || 'running'} when the process stopped, ${tie(context, other)}.`;
  const more = others.slice(1);
  const rest =
    more.length === 0
      ? ''
      : ` Just as well: ${more.map((site) => `goroutine ${site.goroutine} in ${atSite(site)}`).join(', ')}.`;
  return `${one}${rest} Go does not record who wrote, and the goroutine may have moved on by a line or two since.`;
}

function tie({ crash }: CrashContext, other: CrashSite): string {
  const detected = siteOf(crash, 'detected');
  const receiver = receiverOf(other.function);
  if (detected !== null && receiver !== '' && receiver === receiverOf(detected.function)) {
    return other.confidence >= 0.9
      ? `in a method of the same object (${receiver})`
      : `in a method of the same type (${receiver})`;
  }
  return detected?.function === other.function
    ? 'in the same function'
    : 'in a function that shares the variables of the other side';
}

function missingParty(context: CrashContext): string {
  const { artifact } = context;
  const side = context.crash.reason === 'concurrent-map-writes' ? 'other writer' : 'writer';
  const head = `The ${side} is ${NOT_IN_OUTPUT}.`;
  if (artifact.goroutines.length === 0)
    return `${head} No goroutine is printed at all, not even the one that noticed.`;
  if (artifact.goroutines.length > 1) {
    return `${head} Other goroutines are printed, but none of them was running in code that shares this map.`;
  }
  if (atLeast(context, 26)) {
    return `${head} From Go 1.26 such a fatal error prints only the goroutine that noticed; up to 1.25 it printed all.`;
  }
  return `${head} Only the goroutine that noticed is printed; from Go 1.26 that is the default.`;
}

function throughReflection({ goroutine }: CrashContext): string[] {
  const frames = goroutine?.frames ?? [];
  if (!frames.some(({ func }) => func.startsWith('reflect.'))) return [];
  const marshals = frames.find(({ func }) => /^(?:encoding\/|fmt\.|log)/.test(func));
  const by = marshals === undefined ? 'reflection' : `${marshals.func.split('.')[0]}, by reflection`;
  return [
    `The map was walked by ${by}: marshalling, printing or logging a live map ranges over it and needs the lock as much as a loop does. Hand over a copy that was made under the lock.`,
  ];
}

const INFERRED_FROM: Record<CrashSite['from'], string> = {
  dump: 'from its state and its stack',
  source: 'from the source',
  'race-report': 'from a race report in the same input',
};

function evidenceOf(
  { goroutine, artifact }: CrashContext,
  detected: CrashSite | null,
  others: readonly CrashSite[],
): RuntimeEvidence[] {
  const evidence: RuntimeEvidence[] = [];
  if (goroutine !== null && detected !== null) {
    const shown = shownAccess(goroutine.frames);
    const how = shown === null ? 'the message says so' : 'the frames of the runtime show it';
    evidence.push(supports(`Detecting side: ${atSite(detected)}, ${detected.access}; ${how}.`, [goroutine]));
  }
  for (const other of others) {
    const found = artifact.goroutines.filter(({ id }) => id === other.goroutine);
    const text = `Other side: ${atSite(other)}, ${other.access}; certainty ${other.confidence}, inferred ${INFERRED_FROM[other.from]}.`;
    evidence.push(supports(text, found));
    const top = found[0]?.frames[0];
    if (
      top !== undefined &&
      other.from === 'dump' &&
      shownAccess(found[0]?.frames ?? []) === null &&
      top.func !== other.function
    ) {
      evidence.push(
        contradicts(`When it was stopped it stood in ${top.func}, not in a map operation.`, found),
      );
    }
  }
  return evidence;
}

function adviceFor(
  context: CrashContext,
  detected: CrashSite | null,
  others: readonly CrashSite[],
): Advice[] {
  const advice: Advice[] = [];
  if (detected !== null) {
    const names = mapNames(detected, others[0] ?? null, objectOf(context, detected));
    advice.push({
      text: `Put one lock around every use of the map, the reads and the loops too${others.length > 0 ? ': these are the sides seen here' : ''}.`,
      code: goCode(lockCode(names)),
    });
    if (detected.access === 'iterate' || detected.access === 'clone') {
      advice.push({
        text: 'Where the loop does something slow (I/O, JSON, a callback), copy under the lock and loop over the copy.',
        code: goCode(snapshotCode(names)),
      });
    }
    advice.push({
      text:
        'sync.Map fits keys that are written once and read often, or goroutines that each have their own keys. Evict ' +
        'with CompareAndDelete (Go 1.20), or an entry refreshed between the look and the delete is lost.',
      code: goCode(SYNC_MAP_CODE),
    });
  }
  if (!others.some(({ from }) => from !== 'source')) {
    advice.push({
      text: 'To have both sides printed next time.',
      code: { language: 'yaml', text: 'env:\n  - name: GOTRACEBACK\n    value: all\n' },
    });
  }
  advice.push(
    {
      text: 'To find it before it crashes: the race detector prints both stacks, with lines.',
      code: shell(
        'go test -race ./...\ngo build -race -o service-race . # for one canary, about 5-10x the CPU\n',
      ),
    },
    {
      text: 'To keep it from coming back: lint rule NGG001 (a map shared between goroutines without a common lock) in CI.',
    },
  );
  return advice;
}

/** The map as the source names it: only an index of the source knows. */
function objectOf({ index }: CrashContext, detected: CrashSite): string {
  const { function: name, file, line } = detected;
  return index?.sitesOf({ function: name, file, line })[0]?.object ?? '';
}

/** sync.Map guards itself; it dies like this only when it was copied after its first use, on Go 1.23 and older. */
function isCopiedSyncMap(context: CrashContext): boolean {
  const frames = context.goroutine?.frames ?? [];
  return !atLeast(context, 24) && frames.some(({ func }) => func.startsWith('sync.(*Map).'));
}

function copiedSyncMap(context: CrashContext): CrashText {
  const detected = siteOf(context.crash, 'detected');
  const where = detected === null ? '' : ` in ${atSite(detected)}`;
  return {
    id: 'map-crash',
    title: `A sync.Map died of concurrent use${where}: it was copied after its first use.`,
    confidence: 'likely',
    detail: [
      'sync.Map is safe for concurrent use, and deleting inside Range is allowed. Up to Go 1.23 there is one way to this ' +
        'fatal error: a sync.Map that was copied (a struct that holds it was passed, returned or assigned by value). ' +
        'The copies share the inner map but not its lock (golang/go#24112, #60216). From Go 1.24 the same mistake does ' +
        'not crash, and still loses entries.',
      FATAL_TEXT,
      ...(atMost(context, 23)
        ? []
        : ['The Go version does not show in this output; the frames fit 1.23 and older.']),
    ],
    evidence: evidenceOf(context, detected, []),
    advice: [
      {
        text: 'Pass the struct that holds the sync.Map by pointer, and give its methods pointer receivers. go vet finds the copies.',
        code: shell('go vet -copylocks ./...\n'),
      },
      { text: 'To keep it from coming back: lint rule NGG006 (sync.Map copied) in CI.' },
    ],
  };
}
