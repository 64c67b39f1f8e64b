/** One recogniser per stream, so that what two containers print at once is not mixed into one dump. */
import type { DumpArtifact } from '../model.ts';
import type { Budget } from './budget.ts';
import { createDumpMachine, type DumpMachine } from './dump-machine.ts';
import type { Piece } from './piece.ts';
import { createRaceMachine, type RaceMachine } from './race.ts';

export interface Streams {
  /** True when the piece belongs to a dump, a crash or a race report. */
  take(piece: Piece, at: number, cut: boolean): boolean;
  /** Some stream has begun something that may go on. */
  isOpen(): boolean;
  /** Closes what has had no line of its own since line `at`. */
  closeBefore(at: number): void;
  end(inLine: boolean): void;
}

interface Stream {
  dump: DumpMachine;
  race: RaceMachine;
  lastAt: number;
}

/** Streams with something open at one time; the one that was quiet longest is closed for another. */
const maxStreams = 256;

export const createStreams = (budget: Budget, emit: (artifact: DumpArtifact) => void): Streams => {
  const streams = new Map<string, Stream>();

  const isOpen = (stream: Stream): boolean => stream.dump.isOpen() || stream.race.isOpen();

  const create = (): Stream => ({
    dump: createDumpMachine(budget, emit),
    race: createRaceMachine(budget, emit),
    lastAt: 0,
  });

  const close = (key: string, stream: Stream, inLine: boolean): void => {
    streams.delete(key);
    stream.race.end();
    stream.dump.end(inLine);
  };

  /** What is not open remembers nothing, so one serves every quiet stream. */
  let idle = create();

  const keepOpen = (key: string): void => {
    if (streams.size >= maxStreams) {
      const [oldest] = [...streams].sort((a, b) => a[1].lastAt - b[1].lastAt);
      if (oldest !== undefined) close(oldest[0], oldest[1], false);
    }
    streams.set(key, idle);
    idle = create();
  };

  const feed = (stream: Stream, piece: Piece, at: number, cut: boolean): boolean => {
    const { text, time, weak, stamped } = piece;
    const line = { text, at, time, weak, stamped, cut };
    const taken = stream.race.line(line) || stream.dump.line(line);
    if (taken) stream.lastAt = at;
    return taken;
  };

  /** A record that holds a whole stack opens and closes on its own. */
  let record: { at: number; stream: Stream } | null = null;
  const closeRecord = (): void => {
    const done = record;
    record = null;
    done?.stream.race.end();
    done?.stream.dump.end(false);
  };

  return {
    take(piece, at, cut) {
      if (record !== null && (record.at !== at || !piece.whole)) closeRecord();
      if (piece.whole) {
        record ??= { at, stream: create() };
        return feed(record.stream, piece, at, cut);
      }
      const known = streams.get(piece.key);
      const taken = feed(known ?? idle, piece, at, cut);
      if (known === undefined && isOpen(idle)) keepOpen(piece.key);
      else if (known !== undefined && !isOpen(known)) streams.delete(piece.key);
      return taken;
    },
    isOpen: () => streams.size > 0,
    closeBefore(at) {
      for (const [key, stream] of streams) if (stream.lastAt < at) close(key, stream, false);
    },
    end(inLine) {
      closeRecord();
      for (const [key, stream] of streams) close(key, stream, inLine);
    },
  };
};
