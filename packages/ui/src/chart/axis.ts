const STEPS = [1, 2, 2.5, 5, 10]
const MOST_TICKS = 4

/** Round values from zero up to one that is not below `max`. `base` is 1024 for bytes, else 1000. */
export function axisTicks(max: number, base: 1000 | 1024 = 1000): readonly number[] {
  if (!(max > 0)) return [0, 1]
  const unit = base ** Math.floor(Math.log(max) / Math.log(base))
  const rough = max / unit / MOST_TICKS
  const ten = 10 ** Math.floor(Math.log10(rough))
  const step = (STEPS.find((one) => one * ten >= rough * 0.999) ?? 10) * ten * unit
  const count = Math.ceil(max / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, i) => i * step)
}
