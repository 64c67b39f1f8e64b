interface Props {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
  className?: string;
}

/** One of several, with its name above it. A value that is not offered (an old address) is shown all the same. */
export const Choice = ({ label, value, options, onChange, className = '' }: Props) => (
  <label className={`field choice ${className}`}>
    <span>{label}</span>
    <select className="select" value={value} onChange={(event) => onChange(event.target.value)}>
      {options.some((o) => o.value === value) ? null : <option value={value}>{value}</option>}
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.text}
        </option>
      ))}
    </select>
  </label>
);
