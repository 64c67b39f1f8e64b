import type { Crash, StoredArtifact } from '@nightglass/model';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { aroundRange } from '../../logic/time-range.ts';
import { nanoToSeconds } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { Section } from '../../ui/parts.tsx';
import { LinesLink } from './lines-link.tsx';

const messageShown = 1200;

/** The words Go died with, whether recover could have caught it and why, and how the process ended. */
export const CrashFacts = ({ crash, stored }: { crash: Crash; stored: StoredArtifact }) => {
  const t = useText();
  const to = useLinks();
  const { signal } = crash;
  const why =
    crash.recoverable === true
      ? t('crash.recoverable.why')
      : crash.kind === 'fatal-error'
        ? t('crash.fatal.why')
        : crash.kind === 'signal'
          ? t('crash.signal.why')
          : t('crash.unrecoverable.why');
  return (
    <Section
      title={t(`crash.kind.${crash.kind}`)}
      aside={<LinesLink artifact={stored.id} lines={crash.lines} />}
    >
      {crash.message === '' ? null : (
        <pre className="crash-message">{shorten(crash.message, messageShown)}</pre>
      )}
      <dl className="crash-facts">
        <Fact name={t('crash.reason')}>
          <code>{crash.reason}</code>
        </Fact>
        {crash.type === '' ? null : (
          <Fact name={t('crash.type')}>
            <code>{shorten(crash.type, 120)}</code>
          </Fact>
        )}
        {crash.recoverable === null ? null : (
          <Fact name={t('crash.recover')}>
            <span className={crash.recoverable ? 'tag tag-good' : 'tag tag-bad'}>
              {crash.recoverable ? `✓ ${t('crash.recoverable.yes')}` : `▲ ${t('crash.recoverable.no')}`}
            </span>{' '}
            {why}
          </Fact>
        )}
        <Fact name={t('crash.process')}>
          {crash.endedProcess ? t('crash.ended') : t('crash.lives')}
          {crash.exitCode === null
            ? null
            : ` · ${t(crash.endedProcess ? 'crash.exit' : 'crash.exitLater', { code: crash.exitCode })}`}
        </Fact>
        {signal === null ? null : (
          <Fact name={t('crash.signal')}>
            <code>
              {[
                signal.name,
                signal.description,
                signal.code && `code=${signal.code}`,
                signal.addr && `addr=${signal.addr}`,
              ]
                .filter((part) => part !== '')
                .join(' ')}
            </code>
            {signal.duringCgo ? <span className="tag">cgo</span> : null}
          </Fact>
        )}
        {crash.traceback === null ? null : (
          <Fact name="GOTRACEBACK">
            <code>{crash.traceback}</code>
          </Fact>
        )}
        {crash.httpPeer === '' ? null : (
          <Fact name={t('crash.peer')}>
            <code>{crash.httpPeer}</code>
          </Fact>
        )}
        {crash.businessKeys.length === 0 ? null : (
          <Fact name={t('crash.keys')}>
            {crash.businessKeys.map((key) => (
              <Link
                key={key.value}
                className="chip"
                title={key.from}
                href={to('/logs', {
                  query: `"${key.value}"`,
                  ...aroundRange(nanoToSeconds(stored.timeUnixNano)),
                })}
              >
                {shorten(key.value, 60)}
              </Link>
            ))}
          </Fact>
        )}
        {crash.runningTests.length === 0 ? null : (
          <Fact name={t('crash.tests')}>
            {crash.runningTests
              .map((test) => (test.seconds === null ? test.name : `${test.name} (${test.seconds} s)`))
              .join(', ')}
          </Fact>
        )}
      </dl>
    </Section>
  );
};

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="crash-fact">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
