import { isIP } from 'node:net'
import { slotOf } from './slots.ts'

export type RunningServer = {
  readonly backend: string
  readonly name: string
  readonly address: string
  readonly port: number
  readonly mode: 'ready' | 'draining' | 'maintenance'
  readonly sessions: number
}

/** The `description` line of `show info`: the structure that the running process was started with. */
export function parseStructure(showInfo: string): string {
  return /^description: (.*)$/m.exec(showInfo)?.[1]?.trim() ?? ''
}

/** The servers of app backends in the CSV of `show stat` (management.txt, section 9.1). */
export function parseServers(showStat: string): RunningServer[] {
  const [head = '', ...lines] = showStat.split('\n').filter((line) => line.length > 0)
  const columns = head.replace(/^# /, '').split(',')
  const at = (name: string) => columns.indexOf(name)
  const [pxname, svname, scur, status, weight, addr] = [
    at('pxname'),
    at('svname'),
    at('scur'),
    at('status'),
    at('weight'),
    at('addr'),
  ]
  return lines.flatMap((line) => {
    const cells = line.split(',')
    const backend = cells[pxname] ?? ''
    const address = parseAddress(cells[addr] ?? '')
    if (slotOf(backend) === undefined || !address) return []
    return {
      backend,
      name: cells[svname] ?? '',
      ...address,
      mode: modeOf(cells[status] ?? '', Number(cells[weight])),
      sessions: Number(cells[scur] ?? 0),
    }
  })
}

/** `0x55… host backend` lines of `show map`. */
export function parseMap(showMap: string): Map<string, string> {
  return new Map(
    showMap.split('\n').flatMap((line) => {
      const [, host, backend] = line.split(' ')
      return host && backend ? [[host, backend] as const] : []
    }),
  )
}

function modeOf(status: string, weight: number): RunningServer['mode'] {
  if (status.startsWith('MAINT')) return 'maintenance'
  return status.startsWith('DRAIN') || weight === 0 ? 'draining' : 'ready'
}

function parseAddress(text: string): { address: string; port: number } | undefined {
  const match = /^\[?(.+?)\]?:(\d+)$/.exec(text)
  const address = match?.[1] ?? ''
  return isIP(address) > 0 ? { address, port: Number(match?.[2]) } : undefined
}
