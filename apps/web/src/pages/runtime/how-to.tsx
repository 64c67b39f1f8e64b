import { useText } from '../../i18n/use-text.ts';
import { CodeWithCopy } from '../../ui/code-with-copy.tsx';

/** Nothing was sent yet: four ways to change that, each to copy. */
export const HowTo = () => {
  const t = useText();
  const ways = [
    {
      text: t('howto.curl'),
      code: `curl --data-binary @stderr.log '${location.origin}/api/v1/runtime/artifacts?service=my-service&name=stderr.log'`,
    },
    { text: t('howto.inspect'), code: 'nightglass inspect stderr.log' },
    { text: t('howto.collect'), code: 'nightglass collect pprof http://localhost:6060 --every 30s' },
    {
      text: t('howto.processor'),
      code: 'processors:\n  goruntime: {}\nservice:\n  pipelines:\n    logs:\n      processors: [goruntime]',
    },
  ];
  return (
    <div className="how-to">
      <h2>{t('howto.title')}</h2>
      <ul>
        {ways.map((w) => (
          <li key={w.code}>
            <p>{w.text}</p>
            <CodeWithCopy text={w.code} what={t('advice.code')} />
          </li>
        ))}
      </ul>
    </div>
  );
};
