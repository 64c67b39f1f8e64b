/** The few file operations the queue needs, so that tests can make a disk full or broken. */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface LogFile {
  /** Writes all buffers, one after the other, from offset `at`. */
  write(buffers: readonly Uint8Array[], at: number): Promise<void>;
  /** Bytes read; fewer than asked for only at the end of the file. */
  read(into: Uint8Array, at: number): Promise<number>;
  /** Resolves when what was written is on the disk. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export interface Folder {
  readonly path: string;
  list(): Promise<{ name: string; bytes: number }[]>;
  /** A new file whose name survives a crash. */
  create(name: string): Promise<LogFile>;
  open(name: string): Promise<LogFile>;
  readText(name: string): Promise<string | undefined>;
  /** Puts the text in place of the file, at once or not at all. */
  replace(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  freeBytes(): Promise<number>;
}

class DiskFile implements LogFile {
  readonly #handle: FileHandle;
  constructor(handle: FileHandle) {
    this.#handle = handle;
  }
  async write(buffers: readonly Uint8Array[], at: number): Promise<void> {
    let rest: readonly Uint8Array[] = buffers;
    let left = buffers.reduce((n, b) => n + b.length, 0);
    for (let offset = at; left > 0; ) {
      const { bytesWritten } = await this.#handle.writev(rest, offset);
      left -= bytesWritten;
      offset += bytesWritten;
      // A short write is legal (a signal, a nearly full disk): go on behind it, and let the next call say why.
      if (left > 0) rest = [Buffer.concat(rest).subarray(bytesWritten)];
    }
  }
  async read(into: Uint8Array, at: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await this.#handle.read(into, done, into.length - done, at + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }
  sync(): Promise<void> {
    return this.#handle.datasync();
  }
  truncate(length: number): Promise<void> {
    return this.#handle.truncate(length);
  }
  close(): Promise<void> {
    return this.#handle.close();
  }
}

const { O_RDWR, O_CREAT, O_EXCL, O_RDONLY } = constants;

class DiskFolder implements Folder {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
  async list(): Promise<{ name: string; bytes: number }[]> {
    const names = (await readdir(this.path, { withFileTypes: true })).filter((e) => e.isFile());
    return Promise.all(
      names.map(async (e) => ({ name: e.name, bytes: (await stat(join(this.path, e.name))).size })),
    );
  }
  async create(name: string): Promise<LogFile> {
    const handle = await open(join(this.path, name), O_RDWR | O_CREAT | O_EXCL, 0o600);
    await this.#syncNames();
    return new DiskFile(handle);
  }
  async open(name: string): Promise<LogFile> {
    return new DiskFile(await open(join(this.path, name), O_RDWR));
  }
  async readText(name: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.path, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
  async replace(name: string, text: string): Promise<void> {
    const temporary = join(this.path, `${name}.new`);
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, join(this.path, name));
    await this.#syncNames();
  }
  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true });
  }
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }
  async #syncNames(): Promise<void> {
    const handle = await open(this.path, O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/** The folder, made when it is missing (readable by its owner only). */
export const openFolder = async (path: string): Promise<Folder> => {
  await makeFolder(path);
  return new DiskFolder(path);
};

/** Not `recursive: true`: that never returns on a file system like /proc, which says ENOENT for an existing parent. */
const makeFolder = async (path: string): Promise<void> => {
  const attempt = async (): Promise<string> => {
    try {
      await mkdir(path, { mode: 0o700 });
      return '';
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' && (await stat(path)).isDirectory()) return '';
      if (code === 'ENOENT' && dirname(path) !== path) return code;
      throw error;
    }
  };
  if ((await attempt()) === '') return;
  await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 });
};
