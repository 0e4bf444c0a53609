'use client'

import { createElement, type ReactNode, useEffect, useState } from 'react'

/** What may be wider than its place: reachable by keyboard while it scrolls, and no stop while it does not. */
export function Scrolls(props: { tag: 'pre' | 'div'; className: string | undefined; children: ReactNode }) {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    if (!box) return
    const look = new ResizeObserver(() => setScrolls(box.scrollWidth > box.clientWidth))
    for (const watched of [box, ...box.children]) look.observe(watched)
    return () => look.disconnect()
  }, [box])
  const { tag, className, children } = props
  return createElement(tag, { ref: setBox, className, ...(scrolls && { tabIndex: 0 }) }, children)
}
