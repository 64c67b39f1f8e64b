/** What names and comments claim about locks: `evictLocked`, "must be called with c.mu held". */
import { Kind } from '../syntax/ast.ts';
import { commentsBetween } from '../syntax/comments.ts';
import type { Fn } from './function.ts';
import { namelessLock } from './lock-calls.ts';
import type { Places } from './places.ts';
import type { PlacedLock } from './places-model.ts';

const claims =
  /\+checklocks:|must (?:be )?(?:hold|held|have|own|lock)|callers? (?:must |should |has to |needs to )?(?:hold|lock|own)|(?:lock|mu|mutex|mtx)\b[^.\n]{0,40}\b(?:is|are|be|been|being) (?:held|locked|acquired|taken)|\b(?:with|under|while|when|holding|hold|holds|held|requires?|assumes?|needs?|protected|guarded|without)\b[^.\n]{0,40}(?:lock|mu|mutex|mtx)\b|not (?:be )?(?:thread|goroutine|concurrent(?:ly)?|safe)|single[- ]threaded|one goroutine/i;

/** "The caller must not hold the lock" says that it is free. */
const denials =
  /\b(?:must|should|may|can|do|does|need) ?n[o']t (?:already )?(?:be )?(?:hold|held|have|own|called (?:with|while|under))\b[^.\n]*/gi;

/** The comment right above the function, at most 4 kB of it. */
const docOf = (fn: Fn): string => {
  const { text } = fn.file.source;
  const from = Math.max(0, fn.node.pos - 4096);
  const comments = commentsBetween(fn.file.file, from, fn.node.pos);
  let doc = '';
  let below = fn.node.pos;
  for (let i = comments.length - 1; i >= 0; i--) {
    const comment = comments[i]!;
    const gap = text.slice(comment.end, below);
    if (gap.trim() !== '' || gap.split('\n').length > 2) break;
    doc = `${text.slice(comment.pos, comment.end)}\n${doc}`;
    below = comment.pos;
  }
  return doc;
};

/** A lock that is held because the name of a function or its comment says so: it stands for any lock. */
export const conventionLock = (fn: Fn, places: Places): PlacedLock[] => {
  const name = fn.node.kind === Kind.FuncDecl ? fn.node.name.name : '';
  if (
    !/locked$/i.test(name) &&
    !/_?(?:nolock|unlocked|unsafe)$/i.test(name) &&
    !claims.test(docOf(fn).replace(denials, ''))
  )
    return [];
  const receiver = fn.receiverSym === null ? null : places.ofSym(fn.receiverSym);
  const entity = namelessLock('convention', 'a lock that its callers hold', fn);
  return [{ entity, path: receiver?.root.name ?? '', mode: 'write', from: 'convention', place: null }];
};
