import type { Prepared } from './prepared.ts'
import { asUnavailable } from './unavailable.ts'

/**
 * A query extension does not see a transaction fail to begin or to commit: this does. Error: db.unavailable.
 * `$prepared` is added here, where hot paths do not pass Prisma's own proxies to reach it.
 */
export function transactionsAsUnavailable<Client extends object>(
  client: Client,
  $prepared: Prepared,
): Client & { readonly $prepared: Prepared } {
  return new Proxy(client as Client & { readonly $prepared: Prepared }, {
    get(target, key) {
      if (key === '$prepared') return $prepared
      const value: unknown = Reflect.get(target, key)
      if (key !== '$transaction' || typeof value !== 'function') return value
      return (...args: unknown[]) => asUnavailable(Promise.resolve(Reflect.apply(value, target, args)))
    },
  })
}
