import { useText } from '../i18n/use-text.ts';
import icon from '../icon.svg';
import { Link } from '../router/link.tsx';
import { useLinks, usePlace } from '../router/place.ts';
import { Icon } from '../ui/icons.tsx';
import { isCurrent, pages } from './pages.ts';

export const Rail = () => {
  const t = useText();
  const to = useLinks();
  const { path } = usePlace();
  return (
    <nav className="rail" aria-label={t('frame.pages')}>
      <Link className="rail-logo" href={to('/')} aria-label="Nightglass">
        <img src={icon} alt="" width={28} height={28} />
      </Link>
      {pages.map((page) => (
        <Link
          key={page.path}
          className="rail-link"
          href={to(page.path)}
          aria-current={isCurrent(page.path, path) ? 'page' : undefined}
          title={`${t(page.label)} (g ${page.letter})`}
        >
          <Icon name={page.icon} size={20} />
          {t(page.label)}
        </Link>
      ))}
    </nav>
  );
};
