import { isIP } from 'node:net'
import { BerthError, type DoorRoute, type DoorServer } from '@berth/core'

const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/
const SERVER_NAME = /^[a-z0-9_-]{1,64}$/

/** Everything that enters the configuration or the admin socket passes here: one odd character could be a command. */
export function checkRoute(route: DoorRoute): void {
  if (!HOST.test(route.host)) throw refused(`host "${route.host}"`)
  for (const server of route.servers) {
    if (!SERVER_NAME.test(server.name)) throw refused(`server name "${server.name}"`)
    if (isIP(server.address) === 0) throw refused(`server address "${server.address}"`)
    if (!Number.isInteger(server.port) || server.port < 1 || server.port > 65_535)
      throw refused(`server port "${server.port}"`)
  }
}

/** `10.0.0.2:80`, `[fd00::2]:80` */
function serverAddress(server: Pick<DoorServer, 'address' | 'port'>): string {
  return isIP(server.address) === 6
    ? `[${server.address}]:${server.port}`
    : `${server.address}:${server.port}`
}

/** HAProxy 2.6 keeps no connection to a server that was added while it runs, unless it is told to. */
const KEPT_CONNECTIONS = 'pool-max-conn 64 pool-purge-delay 2s'

/** A draining server has weight 0 in the file: what it serves goes on, and nothing new comes. */
export function serverLine(server: DoorServer): string {
  return `  server ${server.name} ${serverParameters(server, server.draining ? 0 : 1)}`
}

/** All that HAProxy is told of a server, in its file and while it runs. */
export function serverParameters(server: Pick<DoorServer, 'address' | 'port'>, weight: 0 | 1): string {
  return `${serverAddress(server)} weight ${weight} ${KEPT_CONNECTIONS}`
}

function refused(what: string): BerthError {
  return new BerthError('input.invalid', `${what} cannot be a part of the door's configuration`)
}
