import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isGone, isMissing } from '../files.ts'
import { type CgroupLayout, type Controller, homeOf } from '../layout.ts'
import { compileStats } from './compile-stats.ts'
import type { ContainerStats, ReadFile } from './container-stats.ts'

/** The figures of a group as they are now. */
export function groupStats(layout: CgroupLayout, group: string): ContainerStats {
  const version = (controller: Controller) => homeOf(layout, controller)?.version ?? layout.version
  const versions = {
    cpu: version('cpu'),
    memory: version('memory'),
    blkio: version('blkio'),
    hugetlb: version('hugetlb'),
  }
  // files of the kernel are read without a thread for each: that would cost more than reading them
  const read: ReadFile = (controller, name) => {
    const home = homeOf(layout, controller)
    return home ? readNow(join(home.mount, group, name)) : ''
  }
  return compileStats(read, versions, pageSizes(layout, group))
}

function pageSizes(layout: CgroupLayout, group: string): readonly string[] {
  const home = homeOf(layout, 'hugetlb')
  if (!home) return []
  const files = listNow(join(home.mount, group))
  return files.flatMap((file) => /^hugetlb\.([0-9]+[KMG]B)\.(current|usage_in_bytes)$/.exec(file)?.[1] ?? [])
}

function readNow(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error) || isGone(error)) return ''
    throw error
  }
}

function listNow(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
