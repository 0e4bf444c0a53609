/** The value of `key` in a file of `key value` lines, as control groups have many; 0 when it is not there. */
export function readCounter(text: string, key: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${key} `))
  return line ? Number(line.slice(key.length + 1)) : 0
}

/** Memory that a program uses: without file cache that the kernel would give back first, as `docker stats` counts. */
export function workingSet(usage: number, statText: string): number {
  const inactive = readCounter(statText, 'total_inactive_file') || readCounter(statText, 'inactive_file')
  return Math.max(0, usage - inactive)
}
