'use client'

import { useEffect, useRef } from 'react'

/** Calls when files are dragged over the page. Those that are dropped beside their place are not opened by the browser in its stead. */
export function useFilesDragged(onDragged: () => void): void {
  const latest = useRef(onDragged)
  useEffect(() => {
    latest.current = onDragged
  })
  useEffect(() => {
    const keep = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      if (event.type === 'dragenter') latest.current()
    }
    const events = ['dragenter', 'dragover', 'drop'] as const
    for (const event of events) window.addEventListener(event, keep)
    return () => {
      for (const event of events) window.removeEventListener(event, keep)
    }
  }, [])
}
