import { BerthError, PORT_ENTRANCE, PORT_STAY } from '@berth/core'
import type { Db } from '@berth/db'
import type { SandboxPortView } from '@berth/protocol'
import { notFound } from '../access.ts'
import { specOf } from '../rows.ts'
import type { Asked } from '../service/change.ts'
import { atPort, type PortAddresses, portUrl } from './port-address.ts'
import { portsOfLab } from './read-ported.ts'

/** Whoever calls has looked at the rights, as for the sandbox itself. */
export type PortService = {
  /** in the order of its lab. Error: sandbox.not_found */
  list(sandboxId: string): Promise<SandboxPortView[]>
  /**
   * An address that a browser is sent to at once: it lets in, once. `at` is a path; `stay`: nothing of it is shown, who is
   * in stays in. Error: input.invalid.
   */
  enter(
    asked: Asked,
    wanted: { readonly name: string; readonly at: string; readonly stay?: boolean | undefined },
  ): Promise<{ url: string }>
}

export type PortTicket = { readonly sandboxId: string; readonly name: string; readonly turn: number }

export function createPortService(deps: {
  readonly db: Db
  readonly addresses: PortAddresses
  readonly sign: (ticket: PortTicket) => string
}): PortService {
  const { db, addresses, sign } = deps
  const portsOf = async (id: string) => {
    const row = await db.sandbox.findUnique({
      where: { id },
      select: { doorKey: true, version: { select: { spec: true } } },
    })
    if (!row) throw notFound(id)
    return portsOfLab(specOf(row.version)).map((port) => ({
      ...port,
      url: portUrl(row, port.name, addresses),
    }))
  }
  return {
    list: portsOf,
    async enter({ sandbox }, { name, at, stay }) {
      const port = (await portsOf(sandbox.id)).find((one) => one.name === name)
      if (!port) throw new BerthError('input.invalid', `this lab has no port "${name}"`)
      if (port.open) return { url: atPort(port.url, at) }
      const url = new URL(PORT_ENTRANCE, port.url)
      url.searchParams.set('ticket', sign({ sandboxId: sandbox.id, name, turn: sandbox.doorTurn }))
      if (stay) url.searchParams.set(PORT_STAY, '1')
      else url.searchParams.set('at', at)
      return { url: url.href }
    },
  }
}
