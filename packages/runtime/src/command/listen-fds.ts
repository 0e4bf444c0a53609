import type { ProcessConfig } from '@berth/oci'

/** sd_listen_fds(3): the program is told that the first descriptors are sockets of its service manager, and meant for it. */
export function withListenFds(process: ProcessConfig, listening: number): ProcessConfig {
  if (listening === 0) return process
  const env = (process.env ?? []).filter((entry) => !/^LISTEN_(FDS|PID)=/.test(entry))
  return { ...process, env: [...env, `LISTEN_FDS=${listening}`, 'LISTEN_PID=1'] }
}
