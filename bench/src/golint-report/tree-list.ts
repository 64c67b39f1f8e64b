/** The trees that the lint is measured on: Go's own source and modules of the Go module proxy, each of one version. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface TreeSource {
  /** Name of its judgement file. */
  name: string;
  /** `module@version`; null for the source of the Go at hand. */
  module: string | null;
}

export const trees: readonly TreeSource[] = [
  { name: 'go', module: null },
  { name: 'kubernetes', module: 'k8s.io/kubernetes@v1.33.2' },
  { name: 'moby', module: 'github.com/moby/moby@v28.3.0+incompatible' },
  { name: 'prometheus', module: 'github.com/prometheus/prometheus@v0.300.0' },
  { name: 'nats-server', module: 'github.com/nats-io/nats-server/v2@v2.11.4' },
  { name: 'pebble', module: 'github.com/cockroachdb/pebble@v1.1.5' },
  { name: 'etcd-server', module: 'go.etcd.io/etcd/server/v3@v3.6.0' },
  { name: 'go-ethereum', module: 'github.com/ethereum/go-ethereum@v1.15.11' },
  { name: 'grpc', module: 'google.golang.org/grpc@v1.72.0' },
  { name: 'traefik', module: 'github.com/traefik/traefik/v3@v3.4.0' },
  { name: 'containerd', module: 'github.com/containerd/containerd/v2@v2.1.0' },
  { name: 'client-go', module: 'k8s.io/client-go@v0.33.2' },
  { name: 'etcd-client', module: 'go.etcd.io/etcd/client/v3@v3.6.0' },
];

const go = (args: readonly string[]): string =>
  execFileSync('go', [...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod' },
    timeout: 600_000,
  }).trim();

/** Capital letters are `!` and the small letter in the module cache. */
const escaped = (path: string): string => path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);

/** Where the tree lies, `version` of it, or why it is not there. With `fetch` the module is downloaded when missing. */
export const locate = (
  tree: TreeSource,
  fetch: boolean,
): { dir: string; version: string } | { missing: string } => {
  try {
    if (tree.module === null)
      return { dir: join(go(['env', 'GOROOT']), 'src'), version: go(['env', 'GOVERSION']) };
    const version = tree.module.slice(tree.module.lastIndexOf('@') + 1);
    const dir = join(go(['env', 'GOMODCACHE']), escaped(tree.module));
    if (existsSync(dir)) return { dir, version };
    if (!fetch) return { missing: `${tree.module} is not in the module cache: --fetch gets it` };
    const { Dir } = JSON.parse(go(['mod', 'download', '-json', tree.module])) as { Dir: string };
    return { dir: Dir, version };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { missing: `${tree.module ?? 'GOROOT'}: ${reason}` };
  }
};
