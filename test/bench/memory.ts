import { readdir, readFile } from 'node:fs/promises'

/** Proportional set size of a process and all below it, in MiB: shared pages are counted once over all who share them. */
export async function treePss(roots: readonly number[]): Promise<number> {
  const kib = await Promise.all([...(await descendants(roots))].map(pss))
  return kib.reduce((sum, one) => sum + one, 0) / 1024
}

async function descendants(roots: readonly number[]): Promise<ReadonlySet<number>> {
  const children = new Map<number, number[]>()
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : ''
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    if (stat) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const found = new Set<number>()
  const visit = (pid: number) => {
    if (found.has(pid)) return
    found.add(pid)
    for (const child of children.get(pid) ?? []) visit(child)
  }
  roots.forEach(visit)
  return found
}

/** Of one process, in KiB; 0 when it is gone. */
export async function pss(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0)
}
