import type { ShopLogger } from '../options.ts';

export const silent: ShopLogger = { debug() {}, info() {}, warn() {}, error() {} };

interface Answer {
  status: number;
  body: Record<string, unknown>;
}
const answer = async (response: Response): Promise<Answer> => ({
  status: response.status,
  body: (await response.json()) as Record<string, unknown>,
});

export const getJson = async (url: string): Promise<Answer> => answer(await fetch(url));

export const postJson = async (url: string, body: unknown): Promise<Answer> =>
  answer(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

/** Whether a process of this id is there. */
export const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
