import type { LineRange } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { artifactPath } from '../../logic/paths.ts';
import { writeLines } from '../../logic/runtime/line-anchors.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';

/** To the lines of the raw text a statement rests on. */
export const LinesLink = ({ artifact, lines }: { artifact: string; lines: LineRange }) => {
  const t = useText();
  const to = useLinks();
  const text = writeLines(lines);
  return (
    <Link
      className="lines-link"
      href={to(artifactPath(artifact), { view: 'raw', lines: text })}
      title={t('raw.open', { lines: text })}
    >
      L{text}
    </Link>
  );
};
