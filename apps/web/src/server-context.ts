import type { UserActor } from '@berth/auth'

/** What pages that render on the server may ask. The server puts it here before Next runs: pages cannot be passed anything. */
export type ServerContext = {
  /** public address of the platform */
  readonly url: string
  /** who is signed in, by the Cookie header; null: nobody, or not any more; `unknown`: it cannot be looked up now */
  readonly whoIs: (cookie: string | null) => Promise<UserActor | null | 'unknown'>
}

const KEY = Symbol.for('berth.web.server-context') // Next's bundles and the server are separate modules

export function provideServerContext(context: ServerContext): void {
  Reflect.set(globalThis, KEY, context)
}

export function serverContext(): ServerContext {
  const context: ServerContext | undefined = Reflect.get(globalThis, KEY)
  if (context === undefined) throw new Error('pages run inside apps/web/server only')
  return context
}
