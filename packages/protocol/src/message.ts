import type { z } from 'zod'

/** One kind of call between two processes: what is sent and what acknowledges it. */
export type Message<Request extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> = {
  readonly request: Request
  readonly reply: Reply
}

export type Catalog = Readonly<Record<string, Message>>

export type RequestOf<C extends Catalog, K extends keyof C> = z.input<C[K]['request']>
export type ReplyOf<C extends Catalog, K extends keyof C> = z.output<C[K]['reply']>

/** One handler per message of a catalog; a missing one does not compile. */
export type Handlers<C extends Catalog> = {
  readonly [K in keyof C]: (request: z.output<C[K]['request']>) => Promise<z.input<C[K]['reply']>>
}
