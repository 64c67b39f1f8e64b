import type { RuntimeArtifactResponse } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { artifactPath } from '../../logic/paths.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { Section } from '../../ui/parts.tsx';
import { CrashFacts } from './crash-facts.tsx';
import { CrashParties } from './crash-parties.tsx';
import { CrashStacks } from './crash-stacks.tsx';
import { FindingList, Headlines } from './finding-card.tsx';
import { GcSummary } from './gc-summary.tsx';
import { LinesLink } from './lines-link.tsx';
import { PanicChain } from './panic-chain.tsx';
import { RaceSides } from './race-sides.tsx';
import { Related } from './related.tsx';

/** What happened, what it rests on, what to do, and what is missing. */
export const SummaryView = ({ data }: { data: RuntimeArtifactResponse }) => {
  const t = useText();
  const { artifact, stored, goroutines } = data;
  const { crash } = artifact;
  const stacksFirst = crash !== null && stored.format === 'crash';
  const stacks =
    goroutines.length === 0 ? null : (
      <CrashStacks goroutines={goroutines} crashed={crash?.goroutineId ?? null} artifact={stored.id} />
    );
  return (
    <div className="crash-grid">
      <div className="crash-main">
        {/* The worst one is the title of the page. */}
        {stacksFirst || artifact.findings.length < 2 ? null : (
          <Headlines findings={artifact.findings.slice(1)} />
        )}
        {crash === null ? null : <CrashFacts crash={crash} stored={stored} />}
        {crash === null || crash.race !== null ? null : (
          <CrashParties crash={crash} goVersion={artifact.goVersion} />
        )}
        {crash?.race == null ? null : <RaceSides accesses={crash.race.accesses} artifact={stored.id} />}
        {crash === null || crash.panics.length < 2 ? null : (
          <PanicChain panics={crash.panics} artifact={stored.id} />
        )}
        {/* A crash is its stack; of a dump one first wants to know what stands out in it. */}
        {stacksFirst ? stacks : null}
        {artifact.findings.length === 0 ? (
          <div className="notice notice-good" role="status">
            <Icon name="check" />
            <div className="notice-text">{t('finding.none')}</div>
          </div>
        ) : (
          <Section title={t('finding.title')}>
            <FindingList findings={artifact.findings} artifact={stored.id} />
          </Section>
        )}
        {artifact.gc === null ? null : <GcSummary gc={artifact.gc} stored={stored} />}
        {stacksFirst ? null : stacks}
      </div>
      <aside className="crash-side">
        <Related data={data} />
        {artifact.states.length === 0 ? null : <StateList data={data} />}
        <Missing data={data} />
      </aside>
    </div>
  );
};

const statesShown = 12;

const StateList = ({ data }: { data: RuntimeArtifactResponse }) => {
  const t = useText();
  const to = useLinks();
  const { states } = data.artifact;
  const most = Math.max(1, ...states.map((s) => s.count));
  return (
    <Section title={t('artifact.states')}>
      <ul className="bar-list">
        {states.slice(0, statesShown).map(({ state, count }) => (
          <li key={state}>
            <Link href={to(artifactPath(data.stored.id), { view: 'goroutines', state })} className="bar-row">
              <span className="bar-fill" style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
              <span className="ellipsis">{state === '' ? t('state.unknown') : state}</span>
              <b>{formatCount(count)}</b>
            </Link>
          </li>
        ))}
      </ul>
      {states.length > statesShown ? (
        <Link className="text-link" href={to(artifactPath(data.stored.id), { view: 'goroutines' })}>
          {t('action.all')}
        </Link>
      ) : null}
    </Section>
  );
};

/** Everything the reader could not make sense of or did not find, so that nobody takes a part for the whole. */
const Missing = ({ data }: { data: RuntimeArtifactResponse }) => {
  const t = useText();
  const { notes, partial } = data.artifact;
  if (notes.length === 0 && !partial) return null;
  return (
    <Section title={t('missing.inOutput')}>
      <ul className="note-list">
        {notes.length === 0 ? <li>{t('missing.partial')}</li> : null}
        {notes.map((n) => (
          <li key={`${n.code}${n.message}`}>
            {n.message}
            {n.count > 1 ? ` ×${formatCount(n.count)}` : ''}{' '}
            {n.lines === null ? null : <LinesLink artifact={data.stored.id} lines={n.lines} />}
          </li>
        ))}
      </ul>
    </Section>
  );
};
