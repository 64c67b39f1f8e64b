import { X509Certificate } from 'node:crypto';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls, { type TLSSocket } from 'node:tls';
import { type Attributes, context, type Span, SpanKind, trace } from '@opentelemetry/api';
import { errorType, exceptionAttributes } from '../telemetry/log.ts';
import { failSpan } from '../telemetry/span.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export interface TlsAgentOptions {
  /** The trust store: root certificates, PEM. Nothing else is trusted. */
  trusted: readonly string[];
  /** DNS name -> the address to connect to (the shop runs on one machine and has no DNS of its own). */
  hosts: Record<string, string>;
  handshakeTimeoutMs: number;
}

/** One line, whatever a certificate says about itself. */
const oneLine = (distinguishedName: string): string => distinguishedName.split('\n').reverse().join(', ');

const certificateAttributes = (certificate: X509Certificate): Attributes => ({
  'tls.server.subject': oneLine(certificate.subject),
  'tls.server.issuer': oneLine(certificate.issuer),
  'tls.server.not_before': certificate.validFromDate.toISOString(),
  'tls.server.not_after': certificate.validToDate.toISOString(),
  'tls.server.hash.sha256': certificate.fingerprint256.replaceAll(':', ''),
});

/**
 * Keep-alive connections over TLS that verify the server against `trusted`. Each new connection is a `tls.connect`
 * CLIENT span inside the request that needed it; a failed handshake ends it with the real error of Node's TLS and
 * an ERROR log line, written in that span, that names both the certificate presented and the roots trusted.
 */
export class TracedTlsAgent extends https.Agent {
  readonly #telemetry: Telemetry;
  readonly #settings: TlsAgentOptions;
  readonly #roots: string;

  constructor(telemetry: Telemetry, settings: TlsAgentOptions) {
    // a resumed session is not verified again, which would hide a rotated authority for a while
    super({ keepAlive: true, maxCachedSessions: 0 });
    this.#telemetry = telemetry;
    this.#settings = settings;
    this.#roots = settings.trusted.map((pem) => oneLine(new X509Certificate(pem).subject)).join('; ');
  }

  override createConnection(options: https.RequestOptions): Duplex {
    const name = options.host ?? '';
    const port = Number(options.port);
    const host = this.#settings.hosts[name] ?? name;
    // no server.address: the request this span belongs to is the call, and a service map would count it twice
    const span = this.#telemetry.tracer.startSpan('tls.connect', {
      kind: SpanKind.CLIENT,
      attributes: {
        'network.peer.address': host,
        'network.peer.port': port,
        'network.transport': 'tcp',
        'tls.client.server_name': name,
        'tls.protocol.name': 'tls',
      },
    });
    const inside = trace.setSpan(context.active(), span);
    const socket = tls.connect({
      host,
      port,
      servername: name,
      ca: [...this.#settings.trusted],
    });
    const timer = setTimeout(
      () => socket.destroy(handshakeTimeout(name, port, this.#settings.handshakeTimeoutMs)),
      this.#settings.handshakeTimeoutMs,
    );
    // 'secure' comes before Node verifies the certificate and, if it is not trusted, destroys the socket:
    // the only moment at which the certificate of a failed handshake can be read
    socket.prependOnceListener('secure', () => describe(socket, span));
    const onSecure = (): void => {
      clearTimeout(timer);
      socket.off('error', onError);
      span.end();
    };
    const onError = (error: Error): void => {
      clearTimeout(timer);
      socket.off('secureConnect', onSecure);
      failSpan(span, error);
      context.with(inside, () => this.#report(`${name}:${port}`, error, presented.get(socket)));
      span.end();
    };
    socket.once('secureConnect', onSecure);
    socket.once('error', onError);
    return socket;
  }

  #report(endpoint: string, error: Error, certificate: X509Certificate | undefined): void {
    const shown =
      certificate === undefined
        ? 'The server presented no certificate.'
        : `The server presented ${oneLine(certificate.subject)}, issued by ${oneLine(certificate.issuer)}.`;
    this.#telemetry.log.error(
      `TLS handshake with ${endpoint} failed: ${errorType(error)}: ${error.message}. ${shown} Trusted roots: ${this.#roots}.`,
      {
        ...exceptionAttributes(error),
        ...(certificate === undefined ? {} : certificateAttributes(certificate)),
        'tls.client.trusted_roots': this.#roots,
        'server.address': endpoint.replace(/:\d+$/, ''),
      },
    );
  }
}

/** Certificates by connection, for the report of a failure: a destroyed socket no longer has its own. */
const presented = new WeakMap<TLSSocket, X509Certificate>();

const describe = (socket: TLSSocket, span: Span): void => {
  // not getPeerX509Certificate(): asked for here, it leaves Node's own check of the name without a certificate
  const { raw } = socket.getPeerCertificate() as { raw?: Buffer };
  if (raw !== undefined) {
    const certificate = new X509Certificate(raw);
    presented.set(socket, certificate);
    span.setAttributes(certificateAttributes(certificate));
  }
  span.setAttributes({
    'tls.protocol.version': socket.getProtocol()?.replace(/^TLSv/, '') ?? '',
    'tls.cipher': socket.getCipher().standardName,
  });
};

const handshakeTimeout = (name: string, port: number, ms: number): Error =>
  Object.assign(new Error(`TLS handshake with ${name}:${port} did not finish within ${ms} ms`), {
    code: 'ETIMEDOUT',
  });
