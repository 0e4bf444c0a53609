import { readFile } from 'node:fs/promises'
import type { FailedCheck } from '@berth/core'

/** A TCP socket that listens: `local` when only the container itself reaches it. */
export type Listener = { readonly port: number; readonly local: boolean }

/** proc(5) net/tcp: state of a socket that listens */
const LISTEN = '0A'
/** a container may listen on thousands */
const MOST_PORTS = 20

/** Where processes in the network namespace of `pid` listen; none when it is gone. */
export async function listeners(pid: number): Promise<readonly Listener[]> {
  const read = (file: string) => readFile(`/proc/${pid}/net/${file}`, 'utf8').catch(() => '')
  return [...parseListeners(await read('tcp')), ...parseListeners(await read('tcp6'))]
}

export function parseListeners(table: string): readonly Listener[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/)
    const [address = '', port = ''] = local.split(':')
    if (state !== LISTEN || port === '') return []
    return [{ port: Number.parseInt(port, 16), local: isLoopback(address) }]
  })
}

/** Where a container listens that did not take connections on `port`. */
export function whereItListens(
  port: number,
  found: readonly Listener[],
): Pick<FailedCheck, 'listens' | 'ports'> {
  if (found.some((listener) => listener.port === port && listener.local)) {
    return { listens: 'local', ports: [] }
  }
  const reached = found.filter((listener) => !listener.local).map((listener) => listener.port)
  const ports = [...new Set(reached)].sort((a, b) => a - b).slice(0, MOST_PORTS)
  return { listens: ports.length === 0 ? 'none' : 'other', ports }
}

/** What to tell somebody about it, in English. */
export function adviseListening({
  port,
  listens,
  ports,
}: Pick<FailedCheck, 'port' | 'listens' | 'ports'>): string {
  switch (listens) {
    case 'local':
      return `it listens on 127.0.0.1:${port} only: let it listen on 0.0.0.0`
    case 'none':
      return 'it listens on no port'
    case 'other':
      return `it listens on ${ports.join(', ')}: deploy it with that port, or let it read PORT`
  }
}

/** Addresses stand in words of the host's order: 127.0.0.1 is 0100007F. */
function isLoopback(hex: string): boolean {
  return hex.length === 8 ? hex.endsWith('7F') : hex === '00000000000000000000000001000000'
}
