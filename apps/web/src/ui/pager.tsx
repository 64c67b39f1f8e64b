import { useText } from '../i18n/use-text.ts';
import { changeSearch } from '../logic/url-state.ts';
import { Link } from '../router/link.tsx';
import { usePlace } from '../router/place.ts';

/** From one page of results to the next older one, and back to the newest. The place stands in the address. */
export const Pager = ({ nextCursor }: { nextCursor: string | null | undefined }) => {
  const t = useText();
  const { params, path, search } = usePlace();
  const here = (cursor: string | null): string => path + changeSearch(search, { cursor });
  return (
    <nav className="pager" aria-label={t('pager.label')}>
      {params.has('cursor') ? (
        <Link className="button" href={here(null)}>
          {t('pager.first')}
        </Link>
      ) : null}
      {nextCursor == null ? null : (
        <Link className="button" href={here(nextCursor)}>
          {t('pager.older')}
        </Link>
      )}
    </nav>
  );
};
