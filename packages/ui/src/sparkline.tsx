import { sparklinePath } from './sparkline-path.ts'

/** A line of the last values; decoration beside the number that says the same. */
export function Sparkline(props: {
  values: readonly number[]
  max?: number
  width?: number
  height?: number
}) {
  const { width = 80, height = 20 } = props
  const { line, area } = sparklinePath({ values: props.values, max: props.max, width, height })
  return (
    <svg aria-hidden width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="text-accent">
      <path d={area} fill="currentColor" opacity="0.14" />
      <path d={line} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  )
}
