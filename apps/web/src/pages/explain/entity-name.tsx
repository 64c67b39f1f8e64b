import type { ExplanationEntity } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { Link } from '../../router/link.tsx';
import { ServiceName } from '../../ui/parts.tsx';
import { useServiceLink } from './answer-context.ts';

/** Longer names are cut in the middle; the title has them whole. */
const nameFits = 60;

/** Who is spoken of: a service leads to its page, everything else says what it is. */
export const EntityName = ({ entity }: { entity: ExplanationEntity }) => {
  const t = useText();
  const serviceLink = useServiceLink();
  const name = shorten(entity.name, nameFits);
  if (entity.kind === 'service')
    return (
      <Link className="entity" href={serviceLink(entity.name)} title={entity.name}>
        <ServiceName name={name} />
      </Link>
    );
  return (
    <span className="entity" title={entity.name}>
      <span className="tag">{t(`entity.${entity.kind}`)}</span> {name}
    </span>
  );
};
