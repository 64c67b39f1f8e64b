import type { RuntimeUploadResponse } from '@nightglass/model';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { uploadBytes } from '../../api/upload.ts';
import { artifactPath } from '../../logic/paths.ts';
import { exampleDeath } from '../../logic/runtime/example-time.ts';
import { isoSeconds } from '../../logic/time-range.ts';
import { navigate, useLinks } from '../../router/place.ts';
import goroutines from './example/goroutines.txt?url';
import mapCrash from './example/map-crash.txt?url';

/** Whose evidence the example is; a real service is hardly called so. */
export const exampleService = 'example-payment-gateway';

/** What it printed: a dump taken half a minute before it died, and its last words, which are shown at the end. */
const files = [
  { name: 'example-goroutines.txt', url: goroutines, secondsBefore: 34 },
  { name: 'example-map-crash.txt', url: mapCrash, secondsBefore: 0 },
] as const;

interface Example {
  load: () => void;
  loading: boolean;
  error: ApiError | undefined;
}

/** Sends the example over the route every file takes, then opens the crash. A second time stores nothing anew. */
export const useExample = (onStored: () => void): Example => {
  const to = useLinks();
  const [state, setState] = useState<Pick<Example, 'loading' | 'error'>>({
    loading: false,
    error: undefined,
  });
  const controller = useRef(new AbortController());
  useEffect(() => {
    controller.current = new AbortController();
    return () => controller.current.abort();
  }, []);

  const sendAll = async (): Promise<void> => {
    const { signal } = controller.current;
    const death = exampleDeath(Date.now() / 1000);
    let last = '';
    for (const { name, url, secondsBefore } of files) {
      const file = await fetch(url, { signal });
      if (!file.ok) throw new ApiError('NG_BAD_ANSWER', `${url} answered ${file.status}.`, '', file.status);
      const { artifacts } = await uploadBytes<RuntimeUploadResponse>(
        '/runtime/artifacts',
        { service: exampleService, instance: 'example', name, time: isoSeconds(death - secondsBefore) },
        await file.blob(),
        () => {},
        signal,
      );
      last = artifacts[0]?.id ?? last;
    }
    onStored();
    navigate(to(last === '' ? '/runtime' : artifactPath(last)));
  };
  return {
    ...state,
    load: () => {
      setState({ loading: true, error: undefined });
      sendAll().catch((error: unknown) => {
        if (controller.current.signal.aborted) return;
        setState({
          loading: false,
          error: error instanceof ApiError ? error : new ApiError('NG_INTERNAL', String(error), '', 0),
        });
      });
    },
  };
};
