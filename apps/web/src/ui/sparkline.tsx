interface Props {
  values: readonly (number | null)[];
  /** CSS colour. */
  colour: string;
  width?: number;
  height?: number;
  /** The top of the scale is at least this, so that noise around nothing stays flat. */
  least?: number;
}

/** A line without axes beside the number it belongs to; the number carries the meaning, so this one is decorative. */
export const Sparkline = ({ values, colour, width = 88, height = 22, least = 0 }: Props) => {
  const top = Math.max(least, ...values.map((v) => v ?? 0));
  const step = values.length > 1 ? width / (values.length - 1) : width;
  let line = '';
  let area = '';
  let from = -1;
  const x = (i: number): string => (i * step).toFixed(1);
  const y = (v: number): string => (height - 1.5 - (top === 0 ? 0 : (v / top) * (height - 3))).toFixed(1);
  values.forEach((v, i) => {
    if (v === null) {
      from = -1;
      return;
    }
    // A single point between gaps is still drawn, as a short dash.
    line += from < 0 ? `M${x(i)} ${y(v)}h0.6` : `L${x(i)} ${y(v)}`;
    if (from < 0) {
      from = i;
      area += `M${x(i)} ${height}`;
    }
    area += `L${x(i)} ${y(v)}`;
    if (i === values.length - 1 || values[i + 1] === null) area += `L${x(i)} ${height}Z`;
  });
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <path d={area} fill={colour} opacity={0.14} />
      <path
        d={line}
        fill="none"
        stroke={colour}
        strokeWidth={1.4}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
};
