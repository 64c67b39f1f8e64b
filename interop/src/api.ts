/** Asks the API until `complete` says so: acknowledged telemetry is visible within seconds. */
export const ask = async <T>(
  ui: string,
  path: string,
  params: Record<string, string>,
  complete: (body: T) => boolean,
  waitMs = 20_000,
): Promise<T> => {
  const url = new URL(path, ui);
  for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
  for (const end = Date.now() + waitMs; ; ) {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    const body = (await response.json()) as T;
    if (response.ok && complete(body)) return body;
    if (Date.now() > end)
      throw new Error(`${url} (${response.status}) did not become complete: ${summary(body)}`);
    await new Promise((done) => setTimeout(done, 200));
  }
};

const summary = (body: unknown): string => JSON.stringify(body).slice(0, 1000);

/** The value of one sample of a Prometheus text page; `labels` is a part of what stands between the braces. */
export const sample = (page: string, name: string, labels: readonly string[]): number => {
  let total = 0;
  for (const line of page.split('\n')) {
    if (!line.startsWith(`${name}{`) || !labels.every((label) => line.includes(label))) continue;
    total += Number(line.slice(line.lastIndexOf('}') + 1).trim());
  }
  return total;
};
