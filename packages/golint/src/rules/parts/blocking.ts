/** What makes a goroutine wait: for rules about how long a lock is held. */

/**
 * `waits`: for another goroutine, a timer or the network, as long as they please. `may wait`: files, a callback whose
 * code is not seen.
 */
export interface Blocking {
  what: string;
  sure: boolean;
}

const sure = (what: string): Blocking => ({ what, sure: true });
const maybe = (what: string): Blocking => ({ what, sure: false });

/** By the name of the function or method as `CallFacts.std` gives it; the first that fits. */
const table: readonly [RegExp, Blocking][] = [
  [/^time\.Sleep$/, sure('sleeps')],
  [/^net\/http\.(Get|Head|Post|PostForm)$/, sure('makes an HTTP request')],
  [
    /^\(\*?net\/http\.(Client|Transport|RoundTripper)\)\.(Do|Get|Head|Post|PostForm|RoundTrip)$/,
    sure('makes an HTTP request'),
  ],
  [/^\(\*?net\/http\.ResponseWriter\)\.Write$/, sure('writes to an HTTP client')],
  [/^net\.(Dial|DialTimeout|Lookup\w+|Listen)$/, sure('uses the network')],
  [
    /^\(\*?net\.\w*(Conn|Listener|Dialer|Resolver)\)\.(Read|Write|Accept|Dial|DialContext|Lookup\w+)$/,
    sure('uses the network'),
  ],
  [/^\(\*?net\/rpc\.Client\)\.Call$/, sure('makes a remote call')],
  [
    /^\(\*?database\/sql\.(DB|Tx|Conn|Stmt)\)\.(Query|QueryContext|QueryRow|QueryRowContext|Exec|ExecContext|Ping|PingContext|Begin|BeginTx|Commit|Prepare|PrepareContext)$/,
    sure('asks a database'),
  ],
  [/^\(\*?database\/sql\.Rows\)\.Next$/, sure('asks a database')],
  [/^\(\*?os\/exec\.Cmd\)\.(Run|Wait|Output|CombinedOutput)$/, sure('waits for a process')],
  [/^\(\*?sync\.(WaitGroup|Cond)\)\.Wait$/, sure('waits for other goroutines')],
  [
    /^os\.(Open|OpenFile|Create|ReadFile|WriteFile|ReadDir|Remove|RemoveAll|Rename|Mkdir|MkdirAll|Stat|Lstat)$/,
    maybe('uses the file system'),
  ],
  [/^\(\*?os\.File\)\.(Read|Write|WriteString|ReadAt|WriteAt|Sync|ReadDir)$/, maybe('uses a file')],
  [/^(io\.(Copy|CopyN|ReadAll|WriteString)|io\/ioutil\.\w+)$/, maybe('does I/O')],
];

/** undefined for what does not wait, as far as its name tells. */
export const blockingCall = (std: string): Blocking | undefined =>
  std === '' ? undefined : table.find(([name]) => name.test(std))?.[1];
