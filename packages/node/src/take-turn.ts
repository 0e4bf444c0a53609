/** Whose turn it is, and where the next one begins: so many from `from` on, going round. */
export function takeTurn<T>(
  all: readonly T[],
  from: number,
  most: number,
): { readonly chosen: readonly T[]; readonly next: number } {
  if (all.length <= most) return { chosen: all, next: 0 }
  const start = from % all.length
  const chosen = [...all.slice(start), ...all.slice(0, start)].slice(0, most)
  return { chosen, next: (start + most) % all.length }
}
