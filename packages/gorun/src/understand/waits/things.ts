import { shortHash } from '../buckets/key.ts';
import { firstPointer, place, position, receiverOf, stableName } from '../functions.ts';
import type { Wait } from './classify.ts';
import type { AlikeStacks, Member } from './stacks.ts';

/** Something goroutines wait on: a lock, a channel, a timer. */
export interface Thing {
  id: string;
  wait: Wait;
  /** `sync.RWMutex 0xc000138320`, `sync.Mutex of *store locked at main.go:44`, `channel received at main.go:105`. */
  label: string;
  address: string | null;
  waiters: (Member & { stack: AlikeStacks })[];
}

/**
 * The things waited on. Locks and channels are told apart by their address where it is printed, else by the call site;
 * a site whose waiters show one address only lends it to those whose address is hidden (inlined or stale).
 */
export function thingsWaitedOn(stacks: readonly AlikeStacks[]): Thing[] {
  const lent = lentAddresses(stacks);
  const things = new Map<string, Thing>();
  for (const stack of stacks) {
    for (const member of stack.members) {
      const { wait } = member;
      if (wait === null) continue;
      const address = wait.address ?? lent.get(siteKey(wait)) ?? null;
      const key = address === null ? (objectKey(wait) ?? siteKey(wait)) : `${wait.kind} ${address}`;
      let thing = things.get(key);
      if (thing === undefined) {
        thing = { id: `t-${shortHash(key)}`, wait, label: labelOf(wait, address), address, waiters: [] };
        things.set(key, thing);
      }
      thing.waiters.push({ ...member, stack });
    }
  }
  return [...things.values()].sort((a, b) => b.waiters.length - a.waiters.length);
}

function lentAddresses(stacks: readonly AlikeStacks[]): Map<string, string> {
  const seen = new Map<string, string | null>();
  for (const { members } of stacks) {
    for (const { wait } of members) {
      if (wait === null || wait.address === null) continue;
      const key = siteKey(wait);
      const known = seen.get(key);
      seen.set(key, known === undefined || known === wait.address ? wait.address : null);
    }
  }
  const lent = new Map<string, string>();
  for (const [key, address] of seen) if (address !== null) lent.set(key, address);
  return lent;
}

/**
 * A lock whose address is hidden, asked for in methods of one object, is taken for one lock of that object: readers and
 * writers of an RWMutex stand at different sites.
 */
function objectKey({ kind, what, site }: Wait): string | null {
  if ((kind !== 'mutex' && kind !== 'rwmutex') || site === null || receiverOf(site.func) === '') return null;
  const pointer = firstPointer(site.args);
  return pointer === null ? null : `${kind} ${what} of ${pointer}`;
}

/** What tells two things apart when no address is printed. */
function siteKey({ kind, what, direction, site }: Wait): string {
  const at = site === null ? '' : `${stableName(site.func)} ${site.file}:${site.line}`;
  return `${kind} ${what} ${kind === 'channel' ? direction : ''} ${at}`;
}

function labelOf(wait: Wait, address: string | null): string {
  const { kind, what, direction, site } = wait;
  const at = site === null ? '' : position(site) || site.func;
  switch (kind) {
    case 'mutex':
    case 'rwmutex':
      return lockLabel(wait, address, 'asked for');
    case 'waitgroup':
    case 'cond':
      return lockLabel(wait, address, 'waited for');
    case 'channel':
      return `${what} ${direction === 'send' ? 'sent to' : 'received from'}${at && ` at ${at}`}`;
    case 'select':
      return wait.forever ? `select without cases at ${at}` : `select at ${at}`;
    case 'sleep':
      return `sleep at ${at}`;
    default:
      return site === null ? what : `${what} in ${place(site)}`;
  }
}

/** The source's name of a lock is not in a dump: its address, the type it belongs to and the call site stand for it. */
function lockLabel({ what, site }: Wait, address: string | null, verb: string): string {
  if (site === null) return address === null ? what : `${what} ${address}`;
  const receiver = receiverOf(site.func).replace(/^\*/, '');
  const owner = receiver === '' ? '' : ` of ${receiver}`;
  return `${what}${owner}${address === null ? '' : ` ${address}`}, ${verb} at ${position(site) || site.func}`;
}
