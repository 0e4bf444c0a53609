'use client'

import { useCallback, useEffect, useState } from 'react'

/** Which of the elements that were given `data-sandbox` are in sight now, and the ref of the list that holds them. */
export function useInSight(ids: readonly string[]) {
  const [list, setList] = useState<HTMLElement | null>(null)
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const all = ids.join(' ')
  const look = useCallback((entries: readonly IntersectionObserverEntry[]) => {
    setSeen((before) => {
      const next = new Set(before)
      for (const { target, isIntersecting } of entries) {
        const id = target.getAttribute('data-sandbox')
        if (id === null) continue
        if (isIntersecting) next.add(id)
        else next.delete(id)
      }
      return next
    })
  }, [])
  useEffect(() => {
    if (list === null) return
    const observer = new IntersectionObserver(look, { rootMargin: '100px' })
    for (const element of list.querySelectorAll(`[data-sandbox]`)) observer.observe(element)
    return () => observer.disconnect()
  }, [list, all, look])
  return { ref: setList, inSight: new Set(ids.filter((id) => seen.has(id))) }
}
