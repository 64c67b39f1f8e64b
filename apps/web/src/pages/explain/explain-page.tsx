import type { ExplanationRequest, ExplanationsResponse } from '@nightglass/model';
import { ask, useAsking } from '../../api/ask.ts';
import { useApi } from '../../api/use-api.ts';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { parseTime } from '../../logic/time-range.ts';
import { spanLabel } from '../../logic/times.ts';
import { changeSearch } from '../../logic/url-state.ts';
import { Link } from '../../router/link.tsx';
import { usePlace } from '../../router/place.ts';
import { CodeWithCopy } from '../../ui/code-with-copy.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Section } from '../../ui/parts.tsx';
import { Empty, ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { AskForm } from './ask-form.tsx';
import { ExplainedTable } from './explained-table.tsx';
import { ExplanationSkeleton, QuestionHead } from './explanation-skeleton.tsx';
import { useSubjectText } from './subject-text.ts';

const perPage = 50;

/** A question, or what was asked before. While a question is on its way, the shape of its answer. */
export const ExplainPage = () => {
  const t = useText();
  const asking = useAsking();
  if (asking !== undefined && asking.error === undefined) return <UnderWay request={asking.request} />;
  return (
    <div className="content">
      <h1>{t('page.explain')}</h1>
      {asking?.error === undefined ? null : (
        <ErrorNotice error={asking.error} retry={() => void ask(asking.request)} />
      )}
      <AskForm />
      <Kept />
    </div>
  );
};

const UnderWay = ({ request }: { request: ExplanationRequest }) => {
  const t = useText();
  const { language } = usePreferences();
  const { service = '', operation = '', start = '', end = '' } = request;
  const subject = useSubjectText()(service, operation);
  const range = spanLabel(parseTime(start) ?? 0, parseTime(end) ?? 0, language);
  return (
    <div className="content explanation-page">
      <QuestionHead title={t('ask.running', { subject, range })} step={t('ask.step')} />
      <ExplanationSkeleton />
    </div>
  );
};

const Kept = () => {
  const t = useText();
  const { params, path, search } = usePlace();
  const service = params.get('service') ?? '';
  const cursor = params.get('cursor');
  const found = useApi<ExplanationsResponse>(
    '/explanations',
    { service, limit: perPage, cursor },
    // The answer to the question just asked belongs to them.
    { untrusted: true, fresh: true },
  );
  const list = found.data?.explanations;
  return (
    <>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={6} /> : null}
      {list === undefined || list.length === 0 ? null : (
        <Section
          title={service === '' ? t('explained.list') : t('explained.of', { service })}
          stale={found.stale}
          aside={
            service === '' ? undefined : (
              <Link
                className="text-link"
                href={path + changeSearch(search, { service: null, operation: null })}
              >
                {t('explained.showAll')}
              </Link>
            )
          }
        >
          <ExplainedTable explanations={list} />
          <Pager nextCursor={found.data?.nextCursor} />
        </Section>
      )}
      {list?.length === 0 ? <NoneKept service={service} /> : null}
    </>
  );
};

/** Nothing was asked: the ways to ask, with the text to copy. */
const NoneKept = ({ service }: { service: string }) => {
  const t = useText();
  const { path, search } = usePlace();
  const commands = [
    'npx nightglass explain --service my-service --since 15m',
    `curl -X POST ${location.origin}/api/v1/explanations -H 'content-type: application/json' \\`,
    `  -d '{"service": "my-service", "start": "-15m"}'`,
  ].join('\n');
  return (
    <Empty title={service === '' ? t('explained.none') : t('explained.noneOf', { service })}>
      <p>{t('explained.noneText')}</p>
      <CodeWithCopy text={commands} what={t('explained.command')} />
      {service === '' ? null : (
        <Link className="text-link" href={path + changeSearch(search, { service: null, operation: null })}>
          {t('explained.showAll')}
        </Link>
      )}
    </Empty>
  );
};
