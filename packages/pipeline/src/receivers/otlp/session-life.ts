import { constants, type ServerHttp2Session } from 'node:http2';

export interface SessionLife {
  /** All in milliseconds; 0 switches it off. */
  max_connection_idle: number;
  max_connection_age: number;
  max_connection_age_grace: number;
  time: number;
  timeout: number;
}

/**
 * gRPC's keep-alive: pings an idle peer, sends idle and old connections away (GOAWAY, calls under way are finished
 * within the grace). Old connections must end, or long-lived clients stay on one server of several for ever.
 * Returns what ends the watch.
 */
export const keepSession = (session: ServerHttp2Session, life: SessionLife): (() => void) => {
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, work: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!session.destroyed) work();
    }, ms);
    timer.unref();
    timers.add(timer);
    return timer;
  };
  let openStreams = 0;
  let idle: NodeJS.Timeout | undefined;

  const sendAway = (): void => {
    if (session.closed) return;
    // GOAWAY with the highest stream id first, so that calls that cross it on the wire are still taken.
    session.goaway(constants.NGHTTP2_NO_ERROR, 2 ** 31 - 1);
    after(100, () => session.close());
    after(life.max_connection_age_grace + 100, () => session.destroy());
  };
  const watchIdle = (): void => {
    if (life.max_connection_idle === 0) return;
    clearTimeout(idle);
    idle = after(life.max_connection_idle, () => openStreams === 0 && sendAway());
  };
  const ping = (): void => {
    const late = after(life.timeout, () => session.destroy());
    const sent = session.ping((error) => {
      clearTimeout(late);
      timers.delete(late);
      if (error === null) after(life.time, ping);
    });
    if (!sent) after(life.time, ping);
  };

  session.on('stream', (stream) => {
    openStreams++;
    stream.once('close', () => {
      openStreams--;
      watchIdle();
    });
  });
  watchIdle();
  // A tenth more or less, so that connections made together do not come back together.
  if (life.max_connection_age > 0) after(life.max_connection_age * (0.9 + Math.random() * 0.2), sendAway);
  if (life.time > 0) after(life.time, ping);
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
};
