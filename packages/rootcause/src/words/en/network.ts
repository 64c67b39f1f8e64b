import type { Phrases } from '../subject.ts';

/** The way between two parties: network, names, certificates, and parties that do not answer. */
export const network: Phrases = {
  network: ({ who, operation }) => ({
    title: `The network to or from ${who}${operation} is slow or loses packets`,
    nextCheck:
      'From the pod of a caller: `ping -c 20 HOST`, `curl -so /dev/null -w "%{time_connect} %{time_starttransfer}\\n" URL`; on the machine: `nstat -az TcpRetransSegs`.',
    remediation:
      'Move the instance to another node or take the path out of use; then repair the link, the policy or the shaping that delays it.',
  }),
  'network/latency': ({ who, operation }) => ({
    title: `Every call to or from ${who}${operation} takes longer on the way`,
  }),
  'network/loss': ({ who }) => ({ title: `Packets to or from ${who} are lost` }),
  'network/connection_refused': ({ who, operation }) => ({
    title: `Connections to ${who}${operation} are refused`,
    nextCheck: 'Does it listen on that port? In its pod: `ss -ltn`; from a caller: `nc -vz HOST PORT`.',
    remediation: 'Start what should listen, or correct the port of the callers.',
  }),
  'network/connection_reset': ({ who, operation }) => ({
    title: `Connections to ${who}${operation} are cut in the middle`,
    nextCheck:
      'Look for restarts of the far side at those times, and for proxies whose idle time-out is shorter than the client’s.',
    remediation:
      'Retry calls that may be repeated; then let the client close idle connections before the far side or the proxy does.',
  }),
  'network/partition': ({ who }) => ({
    title: `${who} cannot be reached over the network`,
    nextCheck: '`kubectl get networkpolicy -A`, and `nc -vz HOST PORT` from the pod of a caller.',
    remediation: 'Undo the last change of network policies, routes or security groups.',
  }),
  'network/timeout': ({ who, operation }) => ({
    title: `Calls to ${who}${operation} run into their time limit`,
  }),
  dns: ({ who }) => ({
    title: `Names cannot be resolved: calls of ${who} fail before they connect`,
    nextCheck:
      'From a pod of the caller: `nslookup HOST`, and the resolver’s log: `kubectl -n kube-system logs -l k8s-app=kube-dns --tail=100`.',
    remediation:
      'Restart or scale the resolver; then correct the name or the record, and cache answers on each node.',
  }),
  'dns/not_found': ({ who }) => ({
    title: `A name that ${who} calls does not exist in DNS`,
    remediation: 'Correct the name in the configuration, or create the record or Service that is missing.',
  }),
  'dns/server_failure': ({ who }) => ({ title: `The DNS server answers ${who} with a failure` }),
  'dns/timeout': ({ who }) => ({ title: `The DNS server does not answer ${who} in time` }),
  tls: ({ who, operation }) => ({
    title: `TLS handshakes with ${who}${operation} fail`,
    nextCheck:
      'See what is presented: `openssl s_client -connect HOST:443 -servername HOST -showcerts </dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName`.',
    remediation:
      'Put the last working certificate or trust store back; then renew or correct it, and alert on the days that are left.',
  }),
  'tls/certificate_expired': ({ who }) => ({
    title: `The certificate of ${who} has expired`,
    remediation:
      'Renew the certificate and reload the server; then renew it automatically and alert 21 days before.',
  }),
  'tls/certificate_not_yet_valid': ({ who }) => ({
    title: `The certificate of ${who} is not valid yet, or a clock is wrong`,
    nextCheck:
      'Compare the clocks (`date -u` on both sides, `chronyc tracking`) with the certificate’s dates.',
    remediation: 'Correct the clock, or use the certificate from its first day on.',
  }),
  'tls/unknown_authority': ({ who }) => ({
    title: `The certificate of ${who} comes from an authority that the caller does not trust`,
    remediation:
      'Present the old chain again, or add the new root to the trust store of the callers; then rotate in the order trust first, certificate second.',
  }),
  'tls/hostname_mismatch': ({ who }) => ({
    title: `The certificate of ${who} is for another name`,
    remediation: 'Call it by a name that the certificate has, or issue one with the name that is called.',
  }),
  'tls/self_signed': ({ who }) => ({
    title: `${who} presents a self-signed certificate that the caller does not trust`,
  }),
  'tls/incomplete_chain': ({ who }) => ({
    title: `${who} does not send the intermediate certificate`,
    remediation: 'Let the server send the whole chain (leaf and intermediates).',
  }),
  'tls/client_certificate': ({ who }) => ({
    title: `${who} rejects the certificate of its caller`,
    nextCheck:
      'Which authority does the server ask for, and whose certificate does the caller send and until when?',
    remediation: 'Give the caller a certificate of an authority that the server trusts.',
  }),
  'tls/protocol': ({ who }) => ({
    title: `The caller and ${who} have no TLS version or cipher in common`,
    nextCheck: '`openssl s_client -connect HOST:443 -tls1_2 </dev/null`, and the same with `-tls1_3`.',
    remediation: 'Allow the older version again for now; then update the side that is behind.',
  }),
  'tls/timeout': ({ who }) => ({
    title: `TLS handshakes with ${who} do not end in time`,
    nextCheck:
      'Compare the time to connect with the time to the end of the handshake: `curl -so /dev/null -w "%{time_connect} %{time_appconnect}\\n" URL`.',
  }),
  dependency_down: ({ who, operation, arg }) => ({
    title: `${who}${operation} does not answer`,
    nextCheck: `Is it running and ready? \`kubectl get pods,endpoints -A | grep -F ${arg}\`; its last log lines, and \`kubectl get events -A --sort-by=.lastTimestamp | grep -F ${arg}\`.`,
    remediation:
      'Bring it back (restart, roll back, fail over); then let callers answer without it where they can.',
  }),
  'dependency_down/database': ({ who }) => ({
    title: `${who} does not answer`,
    nextCheck: '`pg_isready -h HOST`, its log, and its disk; a failover in progress shows in its log.',
  }),
  'network/unreachable': ({ who, operation }) => ({
    title: `There is no route to ${who}${operation}`,
    nextCheck: `\`kubectl get networkpolicy -A\`, \`ip route get ADDRESS\` on the caller, and whether the node of ${who} is up.`,
    remediation: 'Undo the last change of routes, policies or security groups, or replace the node.',
  }),
  'dependency_down/connection_refused': ({ who, operation }) => ({
    title: `${who}${operation} refuses connections: nothing listens there`,
  }),
  'dependency_down/timeout': ({ who, operation }) => ({
    title: `${who}${operation} does not answer in time`,
    remediation:
      'Take the slow instances out of use or shed load; then set time limits that end before those of the callers.',
  }),
  'dependency_down/unavailable': ({ who, operation }) => ({
    title: `${who}${operation} is unavailable`,
  }),
  'dependency_down/circuit_open': ({ who, operation }) => ({
    title: `Calls to ${who}${operation} are not even tried: a circuit breaker is open`,
    nextCheck: `What opened it? The errors of ${who} just before the breaker opened say it.`,
  }),
  'dependency_down/call_failed': ({ who, operation }) => ({
    title: `Calls to ${who}${operation} fail`,
  }),
  'dependency_down/cancelled': ({ who, operation }) => ({
    title: `Calls to ${who}${operation} are given up before they end`,
    nextCheck: 'Who gives up, and after how long? Compare the time limits along the way.',
  }),
  'tls/certificate_revoked': ({ who }) => ({
    title: `The certificate of ${who} was revoked`,
    remediation: 'Issue a new certificate and reload the server; then find out why the old one was revoked.',
  }),
  'tls/handshake_failure': ({ who, operation }) => ({
    title: `TLS handshakes with ${who}${operation} fail`,
  }),
};
