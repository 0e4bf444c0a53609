/** What one knows of an app that may fall asleep. */
export type Rest = {
  /** seconds; null: never */
  readonly sleepAfter: number | null
  /** the last signs of life: a request, a wake, a deploy, a setting; null where there was none */
  readonly signs: readonly (Date | null)[]
  readonly now: Date
}

/** Whether nobody wanted anything of it for as long as its owner said. */
export function isIdle({ sleepAfter, signs, now }: Rest): boolean {
  const times = signs.flatMap((sign) => (sign ? [sign.getTime()] : []))
  if (sleepAfter === null || times.length === 0) return false
  return now.getTime() - Math.max(...times) >= sleepAfter * 1000
}
