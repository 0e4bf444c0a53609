/** Two SVG paths for values spread over the width; without `max` the largest value touches the top. */
export function sparklinePath(options: {
  values: readonly number[]
  max: number | undefined
  width: number
  height: number
}): { line: string; area: string } {
  const { values, width, height } = options
  if (values.length === 0) return { line: '', area: '' }
  const top = Math.max(options.max ?? 0, ...values, Number.EPSILON)
  const step = values.length > 1 ? width / (values.length - 1) : width
  const y = (value: number) => round(height - 1 - (Math.max(0, value) / top) * (height - 2))
  const points = values.map((value, i) => `${round(i * step)},${y(value)}`)
  if (points.length === 1) points.push(`${width},${y(values[0] ?? 0)}`)
  const line = `M${points.join('L')}`
  return { line, area: `${line}L${width},${height}L0,${height}Z` }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
