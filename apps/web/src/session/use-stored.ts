'use client'

import { useState } from 'react'

/** A small preference or a draft that outlives a reload: in the browser, nowhere else. Nothing secret goes in. */
export function useStored(key: string, initial: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() =>
    typeof localStorage === 'undefined' ? initial : (localStorage.getItem(`berth.${key}`) ?? initial),
  )
  const store = (next: string) => {
    setValue(next)
    localStorage.setItem(`berth.${key}`, next)
  }
  return [value, store]
}
