/** An SVG path over evenly spread values in a box; a null is a gap, and a value between two gaps a short level line. */
export function chartPath(
  values: readonly (number | null)[],
  box: { readonly top: number; readonly width: number; readonly height: number },
): string {
  const step = values.length > 1 ? box.width / (values.length - 1) : box.width
  const y = (value: number) =>
    round(box.height - (Math.min(Math.max(0, value), box.top) / box.top) * box.height)
  return values
    .map((value, i) => {
      if (value === null) return ''
      const begins = (values[i - 1] ?? null) === null
      const alone = begins && (values[i + 1] ?? null) === null
      const x = round(i * step)
      return `${begins ? 'M' : 'L'}${x},${y(value)}${alone ? `h${round(step / 2)}` : ''}`
    })
    .join('')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
