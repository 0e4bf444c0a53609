import { readFile } from 'node:fs/promises'

/** A TCP socket that listens: `local` when only the container itself reaches it. */
export type Listener = { readonly port: number; readonly local: boolean }

/** proc(5) net/tcp: state of a socket that listens */
const LISTEN = '0A'

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

/** What to tell somebody whose container did not take connections on `port`. */
export function adviseListening(port: number, found: readonly Listener[]): string {
  if (found.some((listener) => listener.port === port && listener.local)) {
    return `it listens on 127.0.0.1:${port} only: let it listen on 0.0.0.0`
  }
  const others = [...new Set(found.filter((listener) => !listener.local).map((listener) => listener.port))]
  if (others.length === 0) return 'it listens on no port'
  return `it listens on ${others.sort((a, b) => a - b).join(', ')}: deploy it with that port, or let it read PORT`
}

/** Addresses stand in words of the host's order: 127.0.0.1 is 0100007F. */
function isLoopback(hex: string): boolean {
  return hex.length === 8 ? hex.endsWith('7F') : hex === '00000000000000000000000001000000'
}
