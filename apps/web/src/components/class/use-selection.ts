'use client'

import { useCallback, useState } from 'react'

/** Students of the wall that something is to be done to; nobody: to all who are shown. */
export function useSelection() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const select = useCallback((member: string, isSelected: boolean) => {
    setSelected((before) => {
      const next = new Set(before)
      if (isSelected) next.add(member)
      else next.delete(member)
      return next
    })
  }, [])
  const clear = useCallback(() => setSelected(new Set()), [])
  return { selected, select, clear }
}
