'use client'

import { useEffect, useRef } from 'react'
import { type ChordState, isTyping, readChord } from './chord.ts'

/** Listens for shortcuts while the component is shown. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    let state: ChordState = null
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return
      const read = readChord(new Set(Object.keys(latest.current)), state, event, Date.now())
      state = read.state
      if (read.shortcut === null) return
      event.preventDefault()
      latest.current[read.shortcut]?.()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
