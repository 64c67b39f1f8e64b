import { useText } from '../i18n/use-text.ts';
import { Link } from '../router/link.tsx';
import { useLinks, usePlace } from '../router/place.ts';
import { Empty } from '../ui/states.tsx';

export const MissingPage = () => {
  const t = useText();
  const to = useLinks();
  const { path } = usePlace();
  return (
    <div className="content">
      <Empty title={t('missing.title')}>
        <p>{t('missing.text', { path })}</p>
        <Link className="text-link" href={to('/')}>
          {t('missing.home')}
        </Link>
      </Empty>
    </div>
  );
};
