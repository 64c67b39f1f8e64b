/** Addresses in settings: which host and port a variable's value names, and whether it is a Service of the cluster. */

export interface Address {
  host: string;
  port: number | null;
}

/** Names of variables whose plain value is a host. */
const hostName =
  /(?:^|_)(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER|ENDPOINT|SERVICE|URL|URI|UPSTREAM|BACKEND|TARGET)$/i;
const host = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62})(?:\\.[a-zA-Z0-9-]{1,63}){0,8}\\.?';
const plain = new RegExp(`^(${host})(?::(\\d{1,5}))?$`);
const url = new RegExp(
  `^[a-z][a-z0-9+.:-]{0,30}://(?:[^/@\\s]{0,120}@)?(?:[a-z]{2,8}\\()?(${host})(?::(\\d{1,5}))?(?:[/?,;)].*)?$`,
  'i',
);

/** What `NAME=value` says of a host; null when the value is no address. */
export const addressOf = (name: string, value: string): Address | null => {
  const text = value.trim();
  if (text.length > 500) return null;
  const match = plain.exec(text);
  if (match !== null) {
    const port = match[2] === undefined ? null : Number(match[2]);
    // `server:8080` is an address whatever the variable is called; `production` is one only in a variable for hosts.
    if (port === null && !hostName.test(name)) return null;
    if (/^\d+$/.test(match[1]!) || (port !== null && (port < 1 || port > 65535))) return null;
    return { host: trimDot(match[1]!), port };
  }
  const parts = url.exec(text);
  if (parts === null) return null;
  const port = parts[2] === undefined ? null : Number(parts[2]);
  return { host: trimDot(parts[1]!), port: port !== null && port > 0 && port < 65536 ? port : null };
};

const trimDot = (name: string): string => name.replace(/\.$/, '').toLowerCase();

export const isIpv4 = (text: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);

/**
 * The Service that a host names, as pods resolve it (`search` of resolv.conf): `name`, `name.namespace`,
 * `name.namespace.svc`, `name.namespace.svc.<domain>`. Null for hosts outside the cluster and for addresses of numbers.
 */
export const serviceNamed = (
  text: string,
  ownNamespace: string,
  namespaces: ReadonlySet<string>,
): { name: string; namespace: string } | null => {
  if (isIpv4(text) || text === 'localhost') return null;
  const labels = text.split('.');
  const [name = '', namespace, svc] = labels;
  if (namespace === undefined) return { name, namespace: ownNamespace };
  if (svc === 'svc') return { name, namespace };
  return labels.length === 2 && namespaces.has(namespace) ? { name, namespace } : null;
};
