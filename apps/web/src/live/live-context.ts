'use client'

import { createContext, useContext } from 'react'

/** `stale`: nothing arrives; what is shown was true at `since`. */
export type Live =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'stale'; readonly since: Date }

const LiveContext = createContext<Live>({ state: 'connecting' })
export const LiveContextProvider = LiveContext.Provider

export function useLive(): Live {
  return useContext(LiveContext)
}

/** How often to ask while the socket is down; never while it is up. */
export function usePolling(): number | false {
  return useLive().state === 'stale' ? 5_000 : false
}
