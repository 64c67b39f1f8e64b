/** Settings, addresses, queries, schemas, credentials, TLS, dependencies: lines whose text changed, not only a number. */
import type { LocalText } from '@nightglass/model';
import { codeLines, type Hunk } from './diff.ts';
import { type Mechanism, mechanism } from './mechanism.ts';
import { netLines } from './net-lines.ts';

interface Rule {
  kind: string;
  /** On a changed line. */
  pattern: RegExp;
  strength: number;
  explains: Mechanism['explains'];
  text: LocalText;
  /** Lines that change nothing of the kind. */
  except?: RegExp;
}

const rules: readonly Rule[] = [
  {
    kind: 'tls_setting',
    pattern:
      /\b(?:RootCAs|ClientCAs|ClientAuth|ServerName|InsecureSkipVerify|MinVersion|MaxVersion|CipherSuites|ssl_protocols|ssl_certificate|ssl_ciphers|rejectUnauthorized|caFile|ca_file|ca_bundle|trustStore|truststore|keyStore|keystore|sslmode|verify_ssl|cert_file|certFile|tls_config|minTlsVersion|checkServerIdentity)\b/,
    strength: 0.75,
    explains: { tls_handshake: 1, refused: 0.3, unavailable: 0.3, errors: 0.3 },
    text: { en: 'It changes a setting of TLS.', zh: '它改变了 TLS 设置。' },
  },
  {
    kind: 'address',
    pattern:
      /\b[a-z][a-z0-9+.-]{1,12}:\/\/[\w.-]+|\b(?:host|hostname|endpoint|url|uri|addr|address|upstream|broker|bootstrap[._]servers|dsn|baseUrl|base_url|service_name)["'\w]*\s*[:=]|\.svc(?:\.|\b)|\.internal\b|\bcontainerPort|\btargetPort|\bselector\b/i,
    strength: 0.75,
    explains: {
      refused: 1,
      dns: 1,
      unavailable: 0.9,
      timeout: 0.7,
      tls_handshake: 0.6,
      errors: 0.5,
      config: 0.4,
      network: 0.5,
    },
    text: { en: 'It changes where a call goes.', zh: '它改变了调用的目标地址。' },
  },
  {
    kind: 'credentials',
    pattern:
      /\b(?:secret|password|passwd|token|credential|api_?key|apikey|scope|role|permission|policy|iam|auth|jwt|audience|issuer|signing|rbac|grant|acl)\w*\b/i,
    strength: 0.6,
    explains: { auth: 1, errors: 0.4, config: 0.4, refused: 0.2 },
    text: { en: 'It changes who may do what, or how that is proved.', zh: '它改变了权限或身份验证方式。' },
  },
  {
    kind: 'schema',
    pattern:
      /\b(?:DROP|RENAME|ALTER) (?:TABLE|COLUMN)|\bALTER TABLE\b|\bDROP (?:TABLE|COLUMN|INDEX)|\brename_column|\bremove_column|NOT NULL|\breserved \d|@Column|@Table|__tablename__/i,
    strength: 0.85,
    explains: { schema: 1, errors: 0.7, database: 0.6, lock: 0.7, latency: 0.5, timeout: 0.5, null: 0.3 },
    text: { en: 'It changes the schema of a database.', zh: '它改变了数据库结构。' },
    except: /CREATE (?:UNIQUE )?INDEX CONCURRENTLY|ADD COLUMN IF NOT EXISTS/i,
  },
  {
    kind: 'index',
    pattern: /\bDROP INDEX\b|\bremove_index\b|CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)/i,
    strength: 0.85,
    explains: { database: 1, lock: 0.7, latency: 0.8, timeout: 0.7, cpu: 0.6, pool: 0.5, disk: 0.3 },
    text: {
      en: 'It changes an index, or locks a table to build one.',
      zh: '它改变了索引，或为建索引而锁表。',
    },
  },
  {
    kind: 'query',
    pattern:
      /\b(?:SELECT|UPDATE|DELETE FROM|INSERT INTO|JOIN|WHERE|ORDER BY|GROUP BY|LIMIT|OFFSET|LIKE)\b.{0,200}|\.(?:where|filter|orderBy|order_by|joins?|includes)\(/,
    strength: 0.65,
    explains: {
      database: 1,
      latency: 0.8,
      timeout: 0.6,
      cpu: 0.5,
      pool: 0.5,
      memory: 0.4,
      lock: 0.5,
      schema: 0.5,
      errors: 0.4,
    },
    text: { en: 'It changes a query.', zh: '它改变了一个查询。' },
  },
  {
    kind: 'environment',
    pattern:
      /os\.(?:Getenv|LookupEnv|environ)|process\.env\b|System\.getenv|\benv(?:From)?:|\bvalueFrom|configMapKeyRef|secretKeyRef|\$\{[A-Z][A-Z0-9_]+\}|@Value\(|viper\.Get|\bENV [A-Z]|^\s*-?\s*(?:name:\s*)?[A-Z][A-Z0-9]*_[A-Z0-9_]+\s*[=:]/,
    strength: 0.7,
    explains: { config: 1, crash: 0.6, errors: 0.5, auth: 0.4, refused: 0.5, dns: 0.4, unavailable: 0.4 },
    text: {
      en: 'It reads or sets another setting of the environment.',
      zh: '它读取或设置了不同的环境变量。',
    },
  },
  {
    kind: 'format',
    pattern:
      /`json:"|\bjson:"|@JsonProperty|@SerializedName|\b(?:optional|required|repeated)? ?(?:string|int32|int64|bool|bytes|double) \w+ = \d+;|JSON\.parse|json\.(?:Unmarshal|loads|NewDecoder)|serde|pydantic|z\.object|avro|protobuf|parseInt|parseFloat|strconv\.|DateTimeFormatter|strptime|ParseDuration|ParseFloat|Atoi|DisallowUnknownFields|FAIL_ON_UNKNOWN/,
    strength: 0.65,
    explains: { parse: 1, type: 0.7, errors: 0.6, null: 0.5, schema: 0.3, range: 0.2 },
    text: { en: 'It changes how data is written or read.', zh: '它改变了数据的读写格式。' },
  },
  {
    kind: 'resources',
    pattern:
      /^\s*(?:resources|limits|requests|replicas|nodeSelector|affinity|tolerations|livenessProbe|readinessProbe|startupProbe|image|command|args|securityContext|JAVA_OPTS|NODE_OPTIONS|GOGC|GOMEMLIMIT|GOMAXPROCS)\b\s*[:=]/,
    strength: 0.6,
    explains: {
      crash: 0.7,
      memory: 0.6,
      throttle: 0.7,
      cpu: 0.5,
      gc: 0.6,
      unavailable: 0.5,
      config: 0.4,
      errors: 0.3,
    },
    text: { en: 'It changes how it is run.', zh: '它改变了运行方式。' },
  },
  {
    kind: 'switch',
    pattern:
      /\b(?:feature|flag|toggle|enable[ds]?|disable[ds]?|rollout|experiment|variant)\w*\b.{0,40}(?:true|false|on|off|\d+ ?%)/i,
    strength: 0.55,
    explains: { errors: 0.5, latency: 0.5, cpu: 0.3, memory: 0.3, cache: 0.4, database: 0.3 },
    text: { en: 'It switches something on or off.', zh: '它打开或关闭了某项功能。' },
  },
];

/** A line counts when it is there on one side only: what is moved or indented is no change. */
export const settingMechanisms = (hunk: Hunk): Mechanism[] => {
  if (hunk.kind === 'dependencies') return dependencyMechanisms(hunk);
  if (hunk.kind === 'certificate')
    return [
      mechanism(
        'certificate',
        0.95,
        { en: 'It replaces a certificate or a key.', zh: '它更换了证书或密钥。' },
        hunk.file,
        { tls_handshake: 1, tls_expiry: 0.8, errors: 0.3 },
      ),
    ];
  const { removed, added } = netLines(hunk);
  return rules.flatMap(({ kind, pattern, strength, explains, text, except }) => {
    const hits = (lines: readonly string[]): string[] =>
      lines.filter((line) => pattern.test(line) && !(except?.test(line) ?? false));
    const before = hits(removed);
    const after = hits(added);
    if (before.length + after.length === 0) return [];
    // The same words in another arrangement: an extracted helper, a renamed receiver.
    if (sameValues(before, after)) return [];
    const line = after[0] ?? before[0]!;
    // What is only new, or only moved out of sight, says less than what replaces something.
    const oneSided = before.length === 0 ? 0.6 : after.length === 0 ? 0.4 : 1;
    return [mechanism(kind, strength * oneSided, text, line, explains)];
  });
};

/** Whether the values on both sides (literals, names after a sign of assignment) are the same, whatever they are called. */
const sameValues = (before: readonly string[], after: readonly string[]): boolean => {
  if (before.length === 0 || after.length === 0) return false;
  const values = (lines: readonly string[]): string =>
    lines
      .flatMap(
        (line) =>
          line.match(
            /"[^"]*"|'[^']*'|[a-z][a-z0-9+.-]{1,12}:\/\/[^\s"',;)]+|\b\d[\w.]*\b|(?<=[:=(,]\s*)[A-Za-z_][\w.-]*(?=\s*[,;)}\]]|\s*$)/g,
          ) ?? [],
      )
      .sort()
      .join('\n');
  return values(before) === values(after);
};

const version = /v?(\d+)\.(\d+)(?:\.(\d+))?/;

/** Libraries by their version: a major step may break what a patch does not. */
const dependencyMechanisms = (hunk: Hunk): Mechanism[] => {
  const removed = codeLines(hunk.removed);
  const nameOf = (line: string): string =>
    line
      .replace(version, '')
      .replace(/[^\w./@-]+/g, ' ')
      .trim();
  const old = new Map(removed.map((line) => [nameOf(line), version.exec(line)]));
  let strongest = 0;
  let chosen = '';
  for (const line of codeLines(hunk.added)) {
    const now = version.exec(line);
    const was = old.get(nameOf(line));
    if (now === null) continue;
    const step = was == null ? 0.5 : now[1] !== was[1] ? 0.8 : now[2] !== was[2] ? 0.4 : 0.15;
    if (step > strongest) {
      strongest = step;
      chosen = line;
    }
  }
  if (strongest === 0) return [];
  return [
    mechanism(
      'dependency',
      strongest,
      { en: 'It changes the version of a library.', zh: '它改变了依赖库的版本。' },
      chosen,
      {
        errors: 0.4,
        type: 0.7,
        latency: 0.3,
        memory: 0.3,
        crash: 0.4,
        parse: 0.4,
        tls_handshake: 0.3,
        pool: 0.3,
        cpu: 0.3,
      },
    ),
  ];
};
