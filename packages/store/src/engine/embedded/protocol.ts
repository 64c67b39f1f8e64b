/** What the parent and the engine's process say to each other. Sent with structured clone, so bytes stay bytes. */

export const pools = ['writer', 'command', 'interactive', 'rules', 'background'] as const;
export type Pool = (typeof pools)[number];

/** Everything the child needs to open the store; passed as one JSON argument. */
export interface ChildConfig {
  /** The folder chDB owns. */
  path: string;
  configFile: string;
  database: string;
  places: Record<Pool, number>;
}

/** Settings of one statement, `SET` before it when they differ from the ones its session has. */
export type StatementSettings = Readonly<Record<string, string | number>>;

export type ToChild =
  | {
      do: 'run';
      id: number;
      pool: Pool;
      place: number;
      sql: string;
      format: string;
      settings: StatementSettings;
      database: string;
    }
  | {
      do: 'run-untrusted';
      id: number;
      sql: string;
      format: string;
      settings: StatementSettings;
      database: string;
    }
  | { do: 'kill'; id: number }
  | { do: 'close' };

export type ToParent =
  | { is: 'ready'; version: string; mended: string[] }
  | { is: 'unusable'; reason: 'missing' | 'locked' | 'folder' | 'other'; message: string }
  | { is: 'done'; id: number; bytes: Uint8Array; rowsRead: number; bytesRead: number; elapsedMs: number }
  | { is: 'failed'; id: number; message: string; number: number | undefined }
  | { is: 'closed' };

/** The comment that marks a statement in the engine's process list, so that it can be killed by its id. */
export const tag = (id: number): string => `/* ng:${id} */ `;
