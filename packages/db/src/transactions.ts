import { asUnavailable } from './unavailable.ts'

/** A query extension does not see a transaction fail to begin or to commit: this does. Error: db.unavailable. */
export function transactionsAsUnavailable<Client extends object>(client: Client): Client {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (key !== '$transaction' || typeof value !== 'function') return value
      return (...args: unknown[]) => asUnavailable(Promise.resolve(Reflect.apply(value, target, args)))
    },
  })
}
