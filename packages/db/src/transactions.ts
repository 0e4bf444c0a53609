import type { Prepared } from './prepared.ts'
import { asUnavailable } from './unavailable.ts'

/**
 * A query extension does not see a transaction fail to begin or to commit: this does. Error: db.unavailable.
 * `$prepared` is added here, where hot paths do not pass Prisma's own proxies to reach it; what extends the client
 * keeps both.
 */
export function transactionsAsUnavailable<Client extends object>(
  client: Client,
  $prepared: Prepared,
): Client & { readonly $prepared: Prepared } {
  return new Proxy(client as Client & { readonly $prepared: Prepared }, {
    get(target, key) {
      if (key === '$prepared') return $prepared
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      const call = (args: readonly unknown[]): unknown => Reflect.apply(value, target, args)
      if (key === '$extends')
        return (...args: unknown[]) => transactionsAsUnavailable(call(args) as object, $prepared)
      if (key === '$transaction') return (...args: unknown[]) => asUnavailable(Promise.resolve(call(args)))
      return value
    },
  })
}
