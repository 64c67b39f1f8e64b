/** Paths of things with names. A literal dot would look like a file to a static server; `%2E` is the same to ours. */
const encode = (name: string): string => encodeURIComponent(name).replaceAll('.', '%2E');
export const servicePath = (name: string): string => `/services/${encode(name)}`;
export const tracePath = (traceId: string): string => `/traces/${encode(traceId)}`;
export const explanationPath = (id: string): string => `/explain/${encode(id)}`;
export const artifactPath = (id: string): string => `/runtime/${encode(id)}`;
