import type { ChartLine } from './time-chart.tsx';

export const ChartLegend = ({
  lines,
}: {
  lines: readonly Pick<ChartLine, 'label' | 'colour' | 'dashed'>[];
}) => (
  <ul className="legend">
    {lines.map((l) => (
      <li key={l.label}>
        <svg width={14} height={8} aria-hidden="true">
          <line
            x1={0}
            x2={14}
            y1={4}
            y2={4}
            stroke={l.colour}
            strokeWidth={2}
            strokeDasharray={l.dashed === true ? '4 3' : undefined}
          />
        </svg>
        {l.label}
      </li>
    ))}
  </ul>
);
