import type { Goroutine, RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import { shortHash, signature } from '../buckets/key.ts';
import { place, userFrame } from '../functions.ts';
import { waitOf } from '../waits/classify.ts';
import type { DumpContext } from './dump.ts';
import { goroutineCount, supports } from './evidence.ts';

const MOST_PLACES = 10;

/**
 * Goroutines that can never go on: those the garbage collector marked as leaked (Go 1.26 and later: nothing reachable
 * could wake them), and those that wait on a nil channel or in a select without cases.
 */
export function leakFindings({ artifact, stopped }: DumpContext): RuntimeFinding[] {
  const { goroutines, variant } = artifact;
  const marked = goroutines.filter(({ marks }) => marks.includes('leaked'));
  const leaked = variant === 'goroutineleak' && marked.length === 0 ? goroutines : marked;
  const findings: RuntimeFinding[] = [];
  if (leaked.length > 0) findings.push(provedLeak(leaked, variant));
  if (stopped) return findings;
  const known = new Set(leaked);
  const forever = goroutines.filter((one) => !known.has(one) && neverWakes(one));
  // A single `select {}` is how a goroutine is parked on purpose; one nil channel may be a moment old.
  if (total(forever) > 1 || forever.some(oldNilChannel)) findings.push(foreverFinding(forever));
  return findings;
}

/** `select {}` at the end of main keeps a program alive on purpose. */
function neverWakes(goroutine: Goroutine): boolean {
  if (waitOf(goroutine)?.forever !== true) return false;
  const outermost = goroutine.frames.filter(({ func }) => !func.startsWith('runtime.')).at(-1);
  return goroutine.id !== 1 && outermost?.func !== 'main.main';
}

function oldNilChannel({ state, waitMinutes }: Goroutine): boolean {
  return state.includes('nil chan') && waitMinutes > 0;
}

function provedLeak(leaked: readonly Goroutine[], variant: string): RuntimeFinding {
  const places = byPlace(leaked);
  const how =
    variant === 'goroutineleak' ? 'They are in the goroutine leak profile' : 'Go marked them `(leaked)`';
  return {
    id: 'goroutine-leak',
    severity: 'warning',
    confidence: 'proved',
    title: `${goroutineCount(total(leaked))} leaked, most in ${places[0]?.where ?? 'one place'}.`,
    detail: [
      `${how}: the garbage collector found that nothing that can still run reaches what they wait on, so nothing can wake them. What their stacks refer to is never freed.`,
      'Goroutines that wait on something still reachable (a global channel, a timer) are not found this way, so there may be more.',
    ],
    evidence: places.map(evidenceOf),
    sites: places.map(siteOfPlace),
    advice: [CANCEL_ADVICE],
  };
}

function foreverFinding(forever: readonly Goroutine[]): RuntimeFinding {
  const places = byPlace(forever);
  return {
    id: 'goroutine-leak',
    severity: 'warning',
    confidence: 'proved',
    title: `${goroutineCount(total(forever))} can never go on: they wait on a nil channel or in a select without cases, most in ${places[0]?.where ?? 'one place'}.`,
    detail: [
      'A nil channel never becomes ready, and a select without cases has nothing to become ready: this follows from the state Go prints. They and what their stacks refer to stay until the process ends.',
      'Where that is meant (a goroutine that only keeps something alive) it is no leak.',
    ],
    evidence: places.map(evidenceOf),
    sites: places.map(siteOfPlace),
    advice: [
      { text: 'Make the channel before the goroutine starts; give each goroutine a way to end.' },
      CANCEL_ADVICE,
    ],
  };
}

interface Place {
  where: string;
  goroutines: Goroutine[];
}

/** By stack, the most goroutines first. */
function byPlace(goroutines: readonly Goroutine[]): Place[] {
  const groups = new Map<string, Place>();
  for (const goroutine of goroutines) {
    const key = shortHash(signature(goroutine, 'same-lines'));
    const group = groups.get(key);
    if (group !== undefined) {
      group.goroutines.push(goroutine);
      continue;
    }
    const frame = userFrame(goroutine.frames);
    groups.set(key, {
      where: frame === null ? 'code that is not printed' : place(frame),
      goroutines: [goroutine],
    });
  }
  return [...groups.values()].sort((a, b) => total(b.goroutines) - total(a.goroutines)).slice(0, MOST_PLACES);
}

function evidenceOf({ where, goroutines }: Place): RuntimeEvidence {
  const state = goroutines[0]?.state ?? '';
  const labels = labelText(goroutines);
  return supports(
    `${goroutineCount(total(goroutines))} in ${where}${state === '' ? '' : `, ${state}`}${labels}.`,
    goroutines,
  );
}

/** pprof labels that all of them share tell whose goroutines they are. */
function labelText(goroutines: readonly Goroutine[]): string {
  const first = goroutines[0];
  if (first === undefined) return '';
  const shared = Object.keys(first.labels).filter((key) =>
    goroutines.every(({ labels }) => labels[key] === first.labels[key]),
  );
  if (shared.length === 0) return '';
  return `, labels ${shared
    .slice(0, 5)
    .map((key) => `${key}=${first.labels[key]}`)
    .join(' ')}`;
}

function siteOfPlace({ goroutines }: Place): RuntimeFinding['sites'][number] {
  const frame = userFrame(goroutines[0]?.frames ?? []);
  return {
    role: 'waiter',
    function: frame?.func ?? '',
    file: frame?.file ?? '',
    line: frame?.line ?? 0,
    goroutine: goroutines[0]?.id || null,
    access: '',
    from: 'dump',
    confidence: 1,
  };
}

function total(goroutines: readonly Goroutine[]): number {
  return goroutines.reduce((sum, { count }) => sum + count, 0);
}

const CANCEL_ADVICE: RuntimeFinding['advice'][number] = {
  text: 'Let every wait end with the work it belongs to.',
  code: {
    language: 'go',
    text: `package fix

import "context"

func receive(ctx context.Context, results <-chan int) (int, error) {
	select {
	case r := <-results:
		return r, nil
	case <-ctx.Done(): // the caller gave up: this goroutine ends too
		return 0, ctx.Err()
	}
}

func send(ctx context.Context, results chan<- int, r int) error {
	select {
	case results <- r:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
`,
  },
};
