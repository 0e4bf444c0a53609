import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { exists } from './exists.ts'
import { listIfThere, readIfThere } from './read-if-there.ts'

const CGROUPS = '/sys/fs/cgroup'

/** Gives back what platforms that are gone had claimed of this machine: ranges of user ids, and subnets. */
export async function reclaim(sharedRunDir: string): Promise<void> {
  for (const kind of ['ids', 'subnets']) {
    const folder = path.join(sharedRunDir, kind)
    for (const name of (await listIfThere(folder)) ?? []) {
      const file = path.join(folder, name)
      const instance = ownerOf((await readIfThere(file)) ?? '')
      if (instance && (await isGone(sharedRunDir, instance))) await rm(file, { force: true })
    }
  }
}

/** A claim begins with the id of its instance. Undefined while it is being written, or given back meanwhile. */
export function ownerOf(claim: string): string | undefined {
  return /^([a-z0-9]{6})(?:\s|$)/.exec(claim)?.[1]
}

/** Without a run folder nobody can take it over; while a control group is left, its containers may still use the claim. */
async function isGone(sharedRunDir: string, instance: string): Promise<boolean> {
  if (await exists(path.join(sharedRunDir, instance))) return false
  const hierarchies = ['', ...(await readdir(CGROUPS))]
  const groups = await Promise.all(
    hierarchies.map((name) => exists(path.join(CGROUPS, name, `berth-${instance}`))),
  )
  return !groups.includes(true)
}
