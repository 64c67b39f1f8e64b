import type { RuntimeNote, RuntimeUploadResponse, StoredArtifact } from '@nightglass/model';
import { useEffect, useRef, useState } from 'react';
import { ApiError, type Query } from '../../api/client.ts';
import { uploadBytes } from '../../api/upload.ts';
import { cleanAll, cleanText } from '../../logic/runtime/clean-text.ts';

export type Upload = { id: number; name: string; size: number } & (
  | { state: 'sending'; share: number }
  | { state: 'failed'; error: ApiError }
  | { state: 'stored'; artifacts: StoredArtifact[]; notes: RuntimeNote[] }
);

interface Uploads {
  uploads: Upload[];
  send: (files: { name: string; blob: Blob }[], query: Query) => void;
  stop: (id: number) => void;
}

/** Files on their way and what came of them, newest first. `onStored` hears of each, and whether it was sent alone. */
export const useUploads = (onStored: (artifacts: StoredArtifact[], alone: boolean) => void): Uploads => {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const next = useRef(1);
  const running = useRef(new Map<number, AbortController>());
  useEffect(() => {
    const all = running.current;
    // Leaving the page stops what is still on its way; StrictMode's rehearsal has nothing to stop.
    return () => {
      for (const controller of all.values()) controller.abort();
    };
  }, []);
  const put = (upload: Upload): void =>
    setUploads((list) => [upload, ...list.filter((u) => u.id !== upload.id)].toSorted((a, b) => b.id - a.id));

  const sendOne = async (name: string, blob: Blob, query: Query, alone: boolean): Promise<void> => {
    const id = next.current++;
    const about = { id, name: cleanText(name), size: blob.size };
    const controller = new AbortController();
    running.current.set(id, controller);
    put({ ...about, state: 'sending', share: 0 });
    try {
      const answer = cleanAll(
        await uploadBytes<RuntimeUploadResponse>(
          '/runtime/artifacts',
          { ...query, name },
          blob,
          (share) => put({ ...about, state: 'sending', share }),
          controller.signal,
        ),
      );
      put({ ...about, state: 'stored', ...answer });
      onStored(answer.artifacts, alone);
    } catch (error) {
      put({
        ...about,
        state: 'failed',
        error: error instanceof ApiError ? error : new ApiError('NG_INTERNAL', String(error), '', 0),
      });
    } finally {
      running.current.delete(id);
    }
  };

  return {
    uploads,
    // One after the other: each may be as large as the server allows.
    send: (files, query) => {
      void (async () => {
        for (const { name, blob } of files) await sendOne(name, blob, query, files.length === 1);
      })();
    },
    stop: (id) => running.current.get(id)?.abort(),
  };
};
