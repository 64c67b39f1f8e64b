import type { Phrases } from '../subject.ts';

/** 双方之间的路：网络、域名、证书，以及不应答的一方。 */
export const network: Phrases = {
  network: ({ who, operation }) => ({
    title: `${who}${operation} 的网络往来变慢或丢包`,
    nextCheck:
      '在调用方的 Pod 里：`ping -c 20 HOST`、`curl -so /dev/null -w "%{time_connect} %{time_starttransfer}\\n" URL`；在机器上：`nstat -az TcpRetransSegs`。',
    remediation: '先把实例移到别的节点，或停用这条路径；再修复造成延迟的链路、策略或限速。',
  }),
  'network/latency': ({ who, operation }) => ({
    title: `与 ${who}${operation} 往来的每次调用在路上都变慢`,
  }),
  'network/loss': ({ who }) => ({ title: `与 ${who} 往来的数据包丢失` }),
  'network/connection_refused': ({ who, operation }) => ({
    title: `到 ${who}${operation} 的连接被拒绝`,
    nextCheck: '它在那个端口上监听吗？在其 Pod 里：`ss -ltn`；在调用方：`nc -vz HOST PORT`。',
    remediation: '先启动应当监听的进程，或改正调用方的端口。',
  }),
  'network/connection_reset': ({ who, operation }) => ({
    title: `到 ${who}${operation} 的连接中途被切断`,
    nextCheck: '查对端在这些时刻是否重启，以及是否有代理的空闲时限短于客户端。',
    remediation: '先重试可以重复的调用；再让客户端先于对端或代理关闭空闲连接。',
  }),
  'network/partition': ({ who }) => ({
    title: `经网络无法到达 ${who}`,
    nextCheck: '`kubectl get networkpolicy -A`，并在调用方的 Pod 里执行 `nc -vz HOST PORT`。',
    remediation: '撤销最近一次对网络策略、路由或安全组的改动。',
  }),
  'network/timeout': ({ who, operation }) => ({ title: `对 ${who}${operation} 的调用超时` }),
  dns: ({ who }) => ({
    title: `域名无法解析：${who} 的调用在建立连接前就失败`,
    nextCheck:
      '在调用方的 Pod 里：`nslookup HOST`；解析器的日志：`kubectl -n kube-system logs -l k8s-app=kube-dns --tail=100`。',
    remediation: '先重启或扩容解析器；再改正域名或记录，并在每个节点缓存应答。',
  }),
  'dns/not_found': ({ who }) => ({
    title: `${who} 调用的域名在 DNS 中不存在`,
    remediation: '改正配置中的域名，或补上缺少的记录或 Service。',
  }),
  'dns/server_failure': ({ who }) => ({ title: `DNS 服务器对 ${who} 的查询应答失败` }),
  'dns/timeout': ({ who }) => ({ title: `DNS 服务器没有及时应答 ${who}` }),
  tls: ({ who, operation }) => ({
    title: `与 ${who}${operation} 的 TLS 握手失败`,
    nextCheck:
      '看对方出示了什么：`openssl s_client -connect HOST:443 -servername HOST -showcerts </dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName`。',
    remediation: '先换回最近一次可用的证书或信任库；再续期或改正，并对剩余天数设告警。',
  }),
  'tls/certificate_expired': ({ who }) => ({
    title: `${who} 的证书已过期`,
    remediation: '先续期证书并让服务重新加载；再改为自动续期，并提前 21 天告警。',
  }),
  'tls/certificate_not_yet_valid': ({ who }) => ({
    title: `${who} 的证书尚未生效，或有一方时钟不对`,
    nextCheck: '把两边的时钟（`date -u`、`chronyc tracking`）与证书的起止日期比较。',
    remediation: '校正时钟，或等到证书的生效日再用。',
  }),
  'tls/unknown_authority': ({ who }) => ({
    title: `${who} 的证书由调用方不信任的机构签发`,
    remediation: '先换回旧的证书链，或把新的根证书加入调用方的信任库；以后轮换时先换信任、后换证书。',
  }),
  'tls/hostname_mismatch': ({ who }) => ({
    title: `${who} 的证书是给别的域名的`,
    remediation: '用证书里有的域名调用它，或签发包含所用域名的证书。',
  }),
  'tls/self_signed': ({ who }) => ({ title: `${who} 出示了调用方不信任的自签名证书` }),
  'tls/incomplete_chain': ({ who }) => ({
    title: `${who} 没有发送中间证书`,
    remediation: '让服务端发送完整的证书链（叶证书与中间证书）。',
  }),
  'tls/client_certificate': ({ who }) => ({
    title: `${who} 拒绝了调用方的证书`,
    nextCheck: '服务端要求哪个机构签发？调用方发送的是谁的证书，何时到期？',
    remediation: '给调用方换一张由服务端信任的机构签发的证书。',
  }),
  'tls/protocol': ({ who }) => ({
    title: `调用方与 ${who} 没有共同的 TLS 版本或加密套件`,
    nextCheck: '`openssl s_client -connect HOST:443 -tls1_2 </dev/null`，再用 `-tls1_3` 试一次。',
    remediation: '先重新允许旧版本；再升级落后的一方。',
  }),
  'tls/timeout': ({ who }) => ({
    title: `与 ${who} 的 TLS 握手没有及时完成`,
    nextCheck:
      '比较建立连接的时间与握手完成的时间：`curl -so /dev/null -w "%{time_connect} %{time_appconnect}\\n" URL`。',
  }),
  dependency_down: ({ who, operation, arg }) => ({
    title: `${who}${operation} 没有应答`,
    nextCheck: `它在运行并且就绪吗？\`kubectl get pods,endpoints -A | grep -F ${arg}\`；看它最后的日志，以及 \`kubectl get events -A --sort-by=.lastTimestamp | grep -F ${arg}\`。`,
    remediation: '先让它恢复（重启、回滚、切换）；再让能不靠它应答的调用方降级应答。',
  }),
  'dependency_down/database': ({ who }) => ({
    title: `${who} 没有应答`,
    nextCheck: '`pg_isready -h HOST`，以及它的日志与磁盘；正在进行的主备切换会写在日志里。',
  }),
  'network/unreachable': ({ who, operation }) => ({
    title: `没有到 ${who}${operation} 的路由`,
    nextCheck: `\`kubectl get networkpolicy -A\`，在调用方执行 \`ip route get ADDRESS\`，并确认 ${who} 所在节点是否正常。`,
    remediation: '撤销最近一次对路由、策略或安全组的改动，或更换节点。',
  }),
  'dependency_down/connection_refused': ({ who, operation }) => ({
    title: `${who}${operation} 拒绝连接：那里没有进程在监听`,
  }),
  'dependency_down/timeout': ({ who, operation }) => ({
    title: `${who}${operation} 没有及时应答`,
    remediation: '先停用缓慢的实例或丢弃部分负载；再让时限短于调用方的时限。',
  }),
  'dependency_down/unavailable': ({ who, operation }) => ({
    title: `${who}${operation} 不可用`,
  }),
  'dependency_down/circuit_open': ({ who, operation }) => ({
    title: `对 ${who}${operation} 的调用被断路器直接拒绝`,
    nextCheck: `是什么使它断开？看断路器断开前 ${who} 的错误。`,
  }),
  'dependency_down/call_failed': ({ who, operation }) => ({
    title: `对 ${who}${operation} 的调用失败`,
  }),
  'dependency_down/cancelled': ({ who, operation }) => ({
    title: `对 ${who}${operation} 的调用在完成前被放弃`,
    nextCheck: '谁放弃了，多久之后？比较沿途的时限。',
  }),
  'tls/certificate_revoked': ({ who }) => ({
    title: `${who} 的证书已被吊销`,
    remediation: '先签发新证书并让服务重新加载；再查明旧证书为何被吊销。',
  }),
  'tls/handshake_failure': ({ who, operation }) => ({
    title: `与 ${who}${operation} 的 TLS 握手失败`,
  }),
};
