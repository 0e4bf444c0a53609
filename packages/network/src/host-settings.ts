import { readSysctl, writeSysctl } from './host-state.ts'

/** A setting of the host that many containers need: at least this. Another's higher value stays. */
export type HostSetting = { readonly key: string; readonly least: number; readonly why: string }

const HOST_SETTINGS: readonly HostSetting[] = [
  { key: 'net/ipv4/ip_forward', least: 1, why: 'containers reach the internet through the host' },
  { key: 'fs/inotify/max_user_instances', least: 8192, why: 'file watchers in containers' },
  { key: 'fs/inotify/max_user_watches', least: 524_288, why: 'file watchers in containers' },
  { key: 'net/ipv4/neigh/default/gc_thresh1', least: 4096, why: 'a neighbour entry per container' },
  { key: 'net/ipv4/neigh/default/gc_thresh2', least: 8192, why: 'a neighbour entry per container' },
  { key: 'net/ipv4/neigh/default/gc_thresh3', least: 16_384, why: 'a neighbour entry per container' },
  { key: 'fs/aio-max-nr', least: 16_777_216, why: 'requests of asynchronous IO: memory bounds them before' },
  { key: 'kernel/pid_max', least: 4_194_304, why: 'processes of all containers' },
  { key: 'net/netfilter/nf_conntrack_max', least: 262_144, why: 'connections of all containers' },
]

/** Settings that are below what is needed, with their present value; null where the kernel has none. */
export async function lowSettings(): Promise<readonly (HostSetting & { readonly value: number | null })[]> {
  const read = HOST_SETTINGS.map(async (setting) => {
    const text = await readSysctl(setting.key)
    return { ...setting, value: text === undefined ? null : Number(text) }
  })
  return (await Promise.all(read)).filter(({ value, least }) => value === null || value < least)
}

/** Raises what is too low. Settings that this kernel does not have, or that we may not set, are returned. */
export async function raiseSettings(): Promise<readonly HostSetting[]> {
  const low = await lowSettings()
  const raised = await Promise.all(
    low.map(({ key, least }) =>
      writeSysctl(key, String(least)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return low.filter((_, i) => !raised[i])
}
