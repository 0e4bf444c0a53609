import { readFileSync } from 'node:fs'
import { access, readdir, readFile, statfs, writeFile } from 'node:fs/promises'

const NSFS_MAGIC = 0x6e_73_66_73

/** Interfaces of the host. */
export function listLinks(): Promise<string[]> {
  return readdir('/sys/class/net')
}

export function hasLink(name: string): Promise<boolean> {
  return exists(`/sys/class/net/${name}`)
}

/** True while a namespace is pinned on the file. */
export async function isPinned(path: string): Promise<boolean> {
  return (await exists(path)) && (await statfs(path)).type === NSFS_MAGIC
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Bytes that the host end of a veth pair received and sent; 0 when it is gone. */
export function linkCounters(name: string): { rxBytes: number; txBytes: number } {
  // files of the kernel: a thread for each would cost more than reading them
  const read = (counter: string) =>
    Number(readFileSync(`/sys/class/net/${name}/statistics/${counter}`, 'utf8'))
  try {
    return { rxBytes: read('rx_bytes'), txBytes: read('tx_bytes') }
  } catch {
    return { rxBytes: 0, txBytes: 0 } // it went while it was read
  }
}

/** `net/ipv4/ip_forward` → its value; undefined where the kernel has no such setting. */
export function readSysctl(key: string): Promise<string | undefined> {
  return readFile(`/proc/sys/${key}`, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  )
}

export function writeSysctl(key: string, value: string): Promise<void> {
  return writeFile(`/proc/sys/${key}`, value)
}
