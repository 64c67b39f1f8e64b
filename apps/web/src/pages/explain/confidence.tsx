import type { ConfidenceBand } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { bandBlocks } from '../../logic/explain/marks.ts';
import { formatPercent } from '../../logic/format.ts';

interface Props {
  confidence: number;
  band: ConfidenceBand;
}

const useSays = (): ((props: Props) => string) => {
  const t = useText();
  return ({ confidence, band }) =>
    t('confidence.says', {
      share: formatPercent(confidence),
      band: t(`band.${band}`),
      count: Math.round(confidence * 100),
    });
};

/** The band as a word and as one to four blocks. */
export const ConfidenceBlocks = (props: Props) => {
  const t = useText();
  const says = useSays();
  return (
    <span className="blocks" title={says(props)}>
      <span className="blocks-shape" aria-hidden="true">
        {[1, 2, 3, 4].map((n) => (
          <span key={n} className={n <= bandBlocks[props.band] ? 'block-full' : 'block-empty'} />
        ))}
      </span>
      <span className="hidden-text">{says(props)}</span>
      <span aria-hidden="true">
        <b>{t(`band.${props.band}`)}</b> {formatPercent(props.confidence)}
      </span>
    </span>
  );
};

/** The figure as a bar, to be compared with those above and below. */
export const ConfidenceBar = (props: Props) => {
  const t = useText();
  const says = useSays();
  return (
    <span className="confidence" title={says(props)}>
      <span className="hidden-text">{says(props)}</span>
      <span className="confidence-track" aria-hidden="true">
        <span
          className={`confidence-fill confidence-${props.band}`}
          style={{ width: `${Math.max(1, Math.min(100, props.confidence * 100))}%` }}
        />
      </span>
      <span className="confidence-figure" aria-hidden="true">
        <b>{formatPercent(props.confidence)}</b> {t(`band.${props.band}`)}
      </span>
    </span>
  );
};
