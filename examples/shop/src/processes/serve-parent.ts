import type { CallMessage, Handlers, ResultMessage } from './messages.ts';

/** Long enough to answer what is under way and to send the last spans, well inside the parent's patience. */
const orphanExitMs = 1_000;

/**
 * Makes this process a child of the shop: it answers the parent's calls, runs `stop` and leaves when asked to,
 * and also when the parent is gone, however that died (the channel closes).
 */
export const serveParent = (handlers: Handlers, stop: () => Promise<void>): void => {
  let leaving = false;
  const leave = (): void => {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(0), orphanExitMs).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  const answer = async (message: CallMessage): Promise<ResultMessage> => {
    const { id } = message;
    const handle = Object.hasOwn(handlers, message.method) ? handlers[message.method] : undefined;
    if (handle === undefined) return { type: 'result', id, error: `no method ${message.method}` };
    try {
      return { type: 'result', id, result: await handle(message.params as never) };
    } catch (error) {
      return {
        type: 'result',
        id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
  };
  process.on('message', (message: CallMessage) => {
    if (message.method === 'stop') leave();
    else answer(message).then((result) => process.connected && process.send?.(result));
  });
  process.on('disconnect', leave);
  process.on('SIGTERM', leave);
  process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the parent decides when we leave
};
