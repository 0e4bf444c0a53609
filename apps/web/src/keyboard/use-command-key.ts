'use client'

import { useSyncExternalStore } from 'react'
import { commandKey } from './command-key.ts'

const NEVER = () => () => undefined

/** What the key beside K is called on the visitor's system; the server, which cannot know, says Ctrl. */
export function useCommandKey(): '⌘' | 'Ctrl' {
  return useSyncExternalStore(
    NEVER,
    () => commandKey(navigator.userAgent),
    () => 'Ctrl',
  )
}
