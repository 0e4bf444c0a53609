'use client'

import type { MeView } from '@berth/protocol'
import { createContext, useContext } from 'react'

const MeContext = createContext<MeView | null>(null)
export const MeProvider = MeContext.Provider

/** Who is signed in. Everything inside the app's frame has somebody. */
export function useMe(): MeView {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe is used outside of the signed-in frame')
  return me
}
