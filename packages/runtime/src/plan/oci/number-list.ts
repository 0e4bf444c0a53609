/** `0-3,7` as a bit mask of 64-bit words, lowest first, as sched_setaffinity(2) and set_mempolicy(2) take it. */
export function maskOfList(list: string): Uint8Array {
  const numbers = list.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  })
  const words = new BigUint64Array(Math.floor(Math.max(0, ...numbers) / 64) + 1)
  for (const number of numbers) {
    const word = Math.floor(number / 64)
    words[word] = (words[word] ?? 0n) | (1n << BigInt(number % 64))
  }
  return new Uint8Array(words.buffer)
}
