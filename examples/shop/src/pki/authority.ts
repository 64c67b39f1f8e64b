import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, explicit, implicit, octets, oid, sequence, set, time, unsigned, utf8, yes } from './der.ts';

/** A certificate and its private key, both PEM. */
export interface Credentials {
  cert: string;
  key: string;
}

/** A self-signed certificate authority that lives in memory for one run of the shop. */
export interface Authority {
  /** Common name. */
  name: string;
  /** The root certificate, PEM: what a client must trust. */
  cert: string;
  /** A server certificate for one DNS name, with a fresh key. */
  issue(dnsName: string): Credentials;
}

const oids = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
} as const;

const lifetimeMs = 30 * 24 * 3600 * 1000;
/** Clocks of containers differ a little. */
const backdateMs = 3600 * 1000;

const distinguishedName = (commonName: string): Buffer =>
  sequence(
    set(sequence(oid(oids.organization), utf8('Shop'))),
    set(sequence(oid(oids.commonName), utf8(commonName))),
  );

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [yes] : []), octets(value));

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const keyId = (key: KeyObject): Buffer => createHash('sha1').update(spki(key)).digest();

const toPem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`;

interface Request {
  subject: string;
  publicKey: KeyObject;
  issuer: string;
  issuerKeys: { publicKey: KeyObject; privateKey: KeyObject };
  /** Absent: an authority. */
  dnsName?: string;
}

/** RFC 5280, version 3, ECDSA with P-256 and SHA-256. */
const createCertificate = (request: Request): string => {
  const algorithm = sequence(oid(oids.ecdsaWithSha256));
  const isAuthority = request.dnsName === undefined;
  // keyCertSign and cRLSign of an authority, digitalSignature of a server; the first byte counts the unused bits
  const usage = isAuthority ? [0x03, 0x02, 0x01, 0x06] : [0x03, 0x02, 0x07, 0x80];
  const extensions = [
    extension(oids.basicConstraints, true, isAuthority ? sequence(yes) : sequence()),
    extension(oids.keyUsage, true, Buffer.from(usage)),
    extension(oids.subjectKeyId, false, octets(keyId(request.publicKey))),
    extension(oids.authorityKeyId, false, sequence(implicit(0, keyId(request.issuerKeys.publicKey)))),
  ];
  if (request.dnsName !== undefined)
    extensions.push(
      extension(oids.subjectAltName, false, sequence(implicit(2, Buffer.from(request.dnsName, 'ascii')))),
    );
  const now = Date.now();
  const toBeSigned = sequence(
    explicit(0, unsigned(Buffer.from([2]))), // v3
    unsigned(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    distinguishedName(request.issuer),
    sequence(time(new Date(now - backdateMs)), time(new Date(now + lifetimeMs))),
    distinguishedName(request.subject),
    spki(request.publicKey),
    explicit(3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, request.issuerKeys.privateKey);
  return toPem(sequence(toBeSigned, algorithm, bits(signature)));
};

/** A new authority with its own key. Takes a few milliseconds and no network, no openssl. */
export const createAuthority = (name: string): Authority => {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    name,
    cert: createCertificate({
      subject: name,
      publicKey: keys.publicKey,
      issuer: name,
      issuerKeys: keys,
    }),
    issue(dnsName) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const cert = createCertificate({
        subject: dnsName,
        publicKey: own.publicKey,
        issuer: name,
        issuerKeys: keys,
        dnsName,
      });
      return { cert, key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
  };
};
