import { QueryClient } from '@tanstack/react-query'
import { isPassing, readBerthError } from './berth-error.ts'

/** Only what may pass by itself is tried again; a refusal is shown at once. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 3 && isPassing(readBerthError(error)),
      },
    },
  })
}
