/** Digits that a time in berth.yml may have. */
const MOST = 99_999

/** As berth.yml has it: `never`, `90s`, `30m`, `2h`. What is too long for seconds is said in whole minutes. */
export function sleepText(seconds: number | null): string {
  if (seconds === null) return 'never'
  if (seconds % 3600 === 0) return `${seconds / 3600}h`
  if (seconds % 60 === 0 || seconds > MOST) return `${Math.ceil(seconds / 60)}m`
  return `${seconds}s`
}
