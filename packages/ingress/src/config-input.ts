import type { Slots } from './slots.ts'

/** What the door must know of the platform; everything else comes from the routes. */
export type DoorPlatform = {
  /** host of the platform without a port; loopback names mean it too, with an origin of TLS for the machine itself only */
  readonly platformHost: string
  /** what HAProxy binds: the launcher's inherited sockets unless a test says otherwise */
  readonly bind?: string
  /** the port of TLS, and what HAProxy binds for it unless it inherits that; absent: no TLS */
  readonly tls?:
    | {
        readonly port: number
        readonly bind?: string
        /** address of the platform, when the door is to serve that by TLS: it answers nothing else there by http */
        readonly origin?: string | undefined
      }
    | undefined
  readonly adminSocket: string
  readonly webSocket: string
  /** web once more, for what a class does at once */
  readonly lessonsSocket: string
  readonly controlSocket: string
}

/** HAProxy reads its listening sockets from this variable: `fd@3,fd@4`. The launcher sets it. */
export const BIND_VARIABLE = 'BERTH_DOOR_BIND'

export const INHERITED_BIND = `"\${${BIND_VARIABLE}}"`

/** The files of the door's folder, by name. */
export type DoorFiles = Readonly<Record<string, string>>

export type DoorConfigInput = DoorPlatform & { readonly slots: Slots }
