import { ApiError, apiErrorOf, apiUrl, type Query } from './client.ts';

/**
 * POSTs bytes and tells how far it is, which `fetch` cannot: `onProgress` gets 0 to 1. Resolves with the JSON answer;
 * every failure is an ApiError. Aborting rejects with the code NG_ABORTED.
 */
export const uploadBytes = <T>(
  path: string,
  query: Query,
  body: Blob,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const url = apiUrl(path, query);
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status < 200 || request.status > 299)
        return reject(apiErrorOf(url, request.status, request.responseText));
      try {
        resolve(JSON.parse(request.responseText) as T);
      } catch {
        reject(new ApiError('NG_BAD_ANSWER', `${url} did not answer with JSON.`, '', request.status));
      }
    };
    request.onerror = () =>
      reject(new ApiError('NG_UNREACHABLE', 'The Nightglass server does not answer.', '', 0));
    request.onabort = () => reject(new ApiError('NG_ABORTED', 'The upload was stopped.', '', 0));
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
