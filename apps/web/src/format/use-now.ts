'use client'

import { useSyncExternalStore } from 'react'
import { createNowStore } from './now-store.ts'

const clock = createNowStore(5_000)

/** The time, at most five seconds old. Never earlier than `atLeast`, so that what just happened is not in the future. */
export function useNow(atLeast?: Date | null): Date {
  const now = useSyncExternalStore(clock.subscribe, clock.read, clock.read)
  return new Date(Math.max(now, atLeast?.getTime() ?? 0))
}
