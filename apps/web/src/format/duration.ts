/** `950` → `950 ms`, `1500` → `1.5 s`, `75000` → `1 min 15 s`; the unit signs are the same in every language that we speak. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
