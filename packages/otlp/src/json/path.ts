/**
 * The path of the value at `offset` of a JSON document, found by reading it again from the start: only failures pay.
 * What lies before `offset` has been read once already, so it is well formed; deep nesting is cut at `maxDepth` names.
 */
export const pathAt = (bytes: Uint8Array, offset: number): string => {
  const stack: (number | string)[] = [];
  let depth = 0;
  let key = '';
  let expectKey = false;
  const put = (name: number | string): void => {
    if (depth > 0 && depth <= maxDepth) stack[depth - 1] = name;
  };
  const kinds: boolean[] = [];
  for (let at = 0; at < offset; at++) {
    switch (bytes[at]) {
      case 0x22: {
        const from = ++at;
        while (at < offset && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1;
        if (expectKey) {
          key = new TextDecoder().decode(bytes.subarray(from, Math.min(at, from + 100)));
          put(key);
        }
        break;
      }
      case 0x7b:
      case 0x5b:
        kinds[depth++] = expectKey = bytes[at] === 0x7b;
        put(expectKey ? '' : 0);
        break;
      case 0x7d:
      case 0x5d:
        depth--;
        expectKey = false;
        break;
      case 0x3a:
        expectKey = false;
        break;
      case 0x2c:
        expectKey = kinds[depth - 1] === true;
        if (!expectKey && depth <= maxDepth) put(Number(stack[depth - 1] ?? 0) + 1);
        break;
    }
  }
  let path = '';
  for (const name of stack.slice(0, Math.min(depth, maxDepth))) {
    if (typeof name === 'number') path += `[${name}]`;
    else if (name !== '') path += path === '' ? name : `.${name}`;
  }
  return path;
};

const maxDepth = 32;
