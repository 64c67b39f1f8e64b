import type { StoredArtifact } from '@nightglass/model';
import { type DragEvent, useRef, useState } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { formatBytes, formatPercent } from '../../logic/format.ts';
import { artifactPath } from '../../logic/paths.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { markOf, meaningOf } from '../../logic/runtime/views.ts';
import { isoSeconds, parseTime } from '../../logic/time-range.ts';
import { Link } from '../../router/link.tsx';
import { navigate, useLinks } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { ErrorNotice } from '../../ui/states.tsx';
import { type Upload, useUploads } from './use-uploads.ts';

interface Props {
  /** Given to what is sent when the field stays empty. */
  service: string;
  open: boolean;
  onStored: () => void;
}

/** Drop, choose or paste. One artifact out of one file opens by itself. Dropping works while the box is closed too. */
export const UploadBox = ({ service, open, onStored }: Props) => {
  const t = useText();
  const to = useLinks();
  const file = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [text, setText] = useState('');
  const [owner, setOwner] = useState(service);
  const [instance, setInstance] = useState('');
  const [taken, setTaken] = useState('');
  const { uploads, send, stop } = useUploads((artifacts, alone) => {
    onStored();
    const [only] = artifacts;
    if (alone && artifacts.length === 1 && only !== undefined) navigate(to(artifactPath(only.id)));
  });
  const give = (blobs: { name: string; blob: Blob }[]): void => {
    if (blobs.length > 0) {
      const time = parseTime(taken);
      send(blobs, {
        service: owner.trim(),
        instance: instance.trim(),
        time: time === undefined ? '' : isoSeconds(time),
      });
    }
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    give([...event.dataTransfer.files].map((f) => ({ name: f.name, blob: f })));
  };
  if (!open && uploads.length === 0) return null;
  return (
    <section className="upload" aria-label={t('upload.title')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button beside it is the first */}
      <div
        className={over ? 'upload-drop upload-over' : 'upload-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Icon name="upload" size={22} />
        <p>
          <b>{t('upload.drop')}</b>
        </p>
        <p className="muted small">{t('upload.what')}</p>
        <input
          ref={file}
          type="file"
          multiple
          className="hidden-text"
          tabIndex={-1}
          aria-label={t('upload.choose')}
          onChange={(event) => {
            give([...(event.target.files ?? [])].map((f) => ({ name: f.name, blob: f })));
            event.target.value = '';
          }}
        />
        <button type="button" className="button button-primary" onClick={() => file.current?.click()}>
          {t('upload.choose')}
        </button>
      </div>
      <div className="upload-side">
        <div className="upload-owner">
          <label className="field">
            <span>{t('filter.service')}</span>
            <input
              className="input"
              value={owner}
              onChange={(e) => setOwner(e.target.value)}
              autoComplete="off"
            />
          </label>
          <label className="field">
            <span>{t('runtime.instance')}</span>
            <input
              className="input"
              value={instance}
              onChange={(e) => setInstance(e.target.value)}
              autoComplete="off"
            />
          </label>
          <label className="field">
            <span>{t('upload.time')}</span>
            <input
              className="input"
              type="datetime-local"
              step={1}
              value={taken}
              onChange={(e) => setTaken(e.target.value)}
            />
          </label>
        </div>
        <p className="muted small">{t('upload.serviceHint')}</p>
        <label className="field upload-paste">
          <span>{t('upload.paste')}</span>
          <textarea
            className="input upload-text"
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={'fatal error: concurrent map iteration and map write\n\ngoroutine 23 [running]:'}
            spellCheck={false}
          />
        </label>
        <button
          type="button"
          className="button"
          disabled={text.trim() === ''}
          onClick={() => {
            give([{ name: t('upload.pasted'), blob: new Blob([text], { type: 'text/plain' }) }]);
            setText('');
          }}
        >
          {t('upload.send')}
        </button>
      </div>
      {/* There from the start: what is put into a region that is new is not read out. */}
      <ul className="uploads" aria-live="polite">
        {uploads.map((u) => (
          <UploadLine key={u.id} upload={u} onStop={() => stop(u.id)} />
        ))}
      </ul>
    </section>
  );
};

const UploadLine = ({ upload, onStop }: { upload: Upload; onStop: () => void }) => {
  const t = useText();
  return (
    <li>
      <p className="upload-line">
        <span className="ellipsis" title={upload.name}>
          {shorten(upload.name, 80)}
        </span>
        <span className="muted">{formatBytes(upload.size)}</span>
        {upload.state === 'sending' ? (
          <>
            <progress
              value={upload.share >= 1 ? undefined : upload.share}
              max={1}
              aria-label={t('upload.progress', { share: formatPercent(upload.share) })}
            />
            <span className="muted nowrap">
              {upload.share >= 1 ? t('upload.reading') : formatPercent(upload.share)}
            </span>
            <button type="button" className="button button-s" onClick={onStop}>
              {t('upload.stop')}
            </button>
          </>
        ) : null}
      </p>
      {upload.state === 'failed' ? <ErrorNotice error={upload.error} /> : null}
      {upload.state === 'stored' ? (
        <>
          {upload.artifacts.length === 0 ? <p className="warning">{t('upload.nothing')}</p> : null}
          <ul className="upload-found">
            {upload.artifacts.map((a) => (
              <FoundLine key={a.id} stored={a} />
            ))}
          </ul>
          {upload.notes.map((n) => (
            <p key={n.code + n.message} className="muted small">
              {n.message}
            </p>
          ))}
        </>
      ) : null}
    </li>
  );
};

const FoundLine = ({ stored }: { stored: StoredArtifact }) => {
  const to = useLinks();
  const meaning = meaningOf(stored.severity);
  return (
    <li>
      <Link className="text-link upload-link" href={to(artifactPath(stored.id))}>
        <span className={meaning} aria-hidden="true">
          {markOf[meaning]}
        </span>{' '}
        {shorten(stored.title, 160)}
      </Link>
    </li>
  );
};
