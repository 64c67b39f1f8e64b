/** Text in, artifacts out: lines are found, unwrapped and given to the recogniser of their stream. */
import type { RuntimeNote } from '@nightglass/model';
import { createGodebugReader, type GodebugReader } from '../godebug/reader.ts';
import type { Artifact, ReadLimits } from '../model.ts';
import { createLegacyProfileReader, type LegacyProfileReader } from '../profile/legacy.ts';
import { allBeginnings } from './beginnings.ts';
import { createBudget } from './budget.ts';
import { createLineScanner } from './line-scanner.ts';
import { createNotes } from './notes.ts';
import type { Piece } from './piece.ts';
import { createStreams } from './streams.ts';
import { createUnwrapper } from './unwrap.ts';
import { type MentionedVersion, readMention, shareVersions } from './version-sharing.ts';

export interface TextRead {
  /** In the order of their first lines. */
  artifacts: Artifact[];
  notes: RuntimeNote[];
  lines: number;
  bytes: number;
}

export interface TextReader {
  push(chunk: Uint8Array): void;
  end(): TextRead;
}

/** Lines after which something that was begun is over when nothing of its own has come. */
const quietLines = 5000;
/** Strangers' lines after which a debug=1 profile is over. */
const profileForeign = 200;
const maxSources = 64;

/** Per stream: what is no dump, but profiles as text and GODEBUG lines. */
interface Side {
  godebug: GodebugReader;
  profile: LegacyProfileReader | null;
  foreign: number;
}

export const createTextReader = (limits: ReadLimits = {}): TextReader => {
  const budget = createBudget(limits);
  const artifacts: Artifact[] = [];
  const notes = createNotes();
  const unwrapper = createUnwrapper(budget.lineBytes);
  const sides = new Map<string, Side>();
  let openProfiles = 0;
  let sweptAt = 0;

  const emit = (artifact: Artifact): void => {
    if (artifacts.length < budget.artifacts) artifacts.push(artifact);
    else
      notes.add(
        'limit-reached',
        `more than ${budget.artifacts} crashes, dumps and profiles: the rest are not kept`,
        artifact.lines,
      );
  };
  const streams = createStreams(budget, emit);

  const closeProfile = (side: Side): void => {
    if (side.profile === null) return;
    emit(side.profile.end());
    side.profile = null;
    openProfiles--;
  };

  const sideOf = (key: string): Side | null => {
    const known = sides.get(key);
    if (known !== undefined) return known;
    if (sides.size >= maxSources) return null;
    const side: Side = { godebug: createGodebugReader(), profile: null, foreign: 0 };
    sides.set(key, side);
    return side;
  };

  const takeInProfile = (side: Side, text: string, at: number): boolean => {
    if (side.profile === null) return false;
    if (side.profile.line(text, at)) {
      side.foreign = 0;
      return true;
    }
    if (++side.foreign > profileForeign) closeProfile(side);
    return false;
  };

  const beginProfile = (side: Side, text: string, at: number): void => {
    if (!text.includes('profile: ') && !text.startsWith('--- ')) return;
    const profile = createLegacyProfileReader(text, at);
    if (profile === null) return;
    closeProfile(side);
    side.profile = profile;
    side.foreign = 0;
    openProfiles++;
  };

  const takePiece = (piece: Piece, at: number, cut: boolean): void => {
    const side = sideOf(piece.key);
    if (side !== null && takeInProfile(side, piece.text, at)) return;
    if (streams.take(piece, at, cut) || side === null) return;
    if (!side.godebug.line(piece.text, at)) beginProfile(side, piece.text, at);
  };

  let mentioned: MentionedVersion | null = null;
  let mentionLines = 0;
  const patterns = [...allBeginnings(), /go1\.\d/g];

  /** The first `go1.26.8` of the input; logs that name it in each line are not searched for it for long. */
  const lookForVersion = (text: string, at: number): void => {
    if (mentionLines < 0 || !text.includes('go1.')) return;
    mentioned = readMention(text, at);
    if (mentioned === null && ++mentionLines < 50) return;
    mentionLines = -1;
    patterns.pop();
  };

  const scanner = createLineScanner(
    {
      line(text, at, cut) {
        const bare = at === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
        lookForVersion(bare, at);
        for (const piece of unwrapper.unwrap(bare, at)) takePiece(piece, at, cut);
        if (at - sweptAt < 1000) return;
        sweptAt = at;
        streams.closeBefore(at - quietLines);
        unwrapper.closeBefore(at - quietLines);
      },
      wantsAll: () => openProfiles > 0 || streams.isOpen() || unwrapper.isOpen(),
    },
    patterns,
    budget.lineBytes,
  );

  return {
    push: scanner.push,
    end() {
      const { bytes, lines, endsInLine } = scanner.end();
      streams.end(endsInLine);
      for (const side of sides.values()) {
        closeProfile(side);
        const godebug = side.godebug.end();
        if (godebug !== null) emit(godebug);
      }
      shareVersions(artifacts, mentioned);
      artifacts.sort((a, b) => (a.lines?.start ?? 0) - (b.lines?.start ?? 0));
      return { artifacts, notes: notes.all(), lines, bytes };
    },
  };
};
