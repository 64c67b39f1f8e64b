/** What a parent and its child process say to each other over the IPC channel: calls, answers, and nothing else. */
export interface CallMessage {
  type: 'call';
  id: number;
  method: string;
  params: unknown;
}
export interface ResultMessage {
  type: 'result';
  id: number;
  result?: unknown;
  /** Set when the call failed: the stack of the child's error. */
  error?: string;
}

/** What a child can be asked to do. Every service has `start`; what it answers goes back to the parent. */
export type Handlers = Record<string, (params: never) => unknown>;
