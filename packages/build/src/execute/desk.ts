import type { buildMessages, Peer } from '@berth/protocol'

/** Control, as far as a build speaks with it. */
export type Desk = Pick<Peer<typeof buildMessages>, 'call'>
