'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { useLateFonts } from './use-late-fonts.ts'

/** Whose terminal does not come within this time gets the rest of the page without it. */
const PATIENCE_MS = 15_000

const PromptContext = createContext({ isThere: true, tell: () => {} })

/** On a slow link the terminal comes first: what else has to be loaded waits until it has a shell, or will have none. */
export function PromptProvider({ awaited, children }: { awaited: boolean; children: ReactNode }) {
  const [isThere, setThere] = useState(false)
  const tell = useCallback(() => setThere(true), [])
  useEffect(() => {
    const timer = setTimeout(() => setThere(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  const isOver = isThere || !awaited
  useLateFonts(isOver)
  return <PromptContext value={{ isThere: isOver, tell }}>{children}</PromptContext>
}

export function usePrompt() {
  return useContext(PromptContext)
}
