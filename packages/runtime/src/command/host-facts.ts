import { access, readFile } from 'node:fs/promises'
import { getgroups } from 'node:process'
import type { OciHost } from '../plan/oci/places.ts'
import { isMissing } from './is-missing.ts'

/** What this host and this process can give to a container. */
export async function readHostFacts(): Promise<OciHost> {
  const [status, apparmor, selinux] = await Promise.all([
    readFile('/proc/self/status', 'utf8'),
    readIfThere('/sys/module/apparmor/parameters/enabled'),
    isThere('/sys/fs/selinux/enforce'),
  ])
  return {
    bounding: parseBounding(status),
    groups: getgroups?.() ?? [],
    apparmor: apparmor?.trim() === 'Y',
    selinux,
  }
}

/** The line `CapBnd` of /proc/<pid>/status: a mask in hexadecimal. */
export function parseBounding(status: string): bigint {
  return BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
