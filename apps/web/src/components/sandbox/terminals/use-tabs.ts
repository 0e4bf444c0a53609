'use client'

import type { SandboxView } from '@berth/protocol'
import { useRef, useState } from 'react'
import { addTab, firstTabs } from './tabs.ts'

/** Which terminals there are and which is in sight; what is to be typed waits until its terminal has a shell. */
export function useTabs(sandbox: SandboxView) {
  const [tabs, setTabs] = useState(() => firstTabs(sandbox.containers, sandbox.terminals))
  const [shown, setShown] = useState(1)
  const typing = useRef(new Map<number, (text: string) => void>())
  const waiting = useRef(new Map<number, string>())

  const add = (container: string) => {
    const next = addTab(tabs, container)
    setTabs(next)
    setShown(next.at(-1)?.number ?? shown)
  }
  const onType = (number: number, type: ((text: string) => void) | null) => {
    if (type === null) return void typing.current.delete(number)
    typing.current.set(number, type)
    const text = waiting.current.get(number)
    waiting.current.delete(number)
    if (text !== undefined) type(text)
  }
  /** Types into a terminal and shows it. */
  const run = (number: number, text: string) => {
    const at = tabs.some((tab) => tab.number === number) ? number : (tabs[0]?.number ?? 1)
    setShown(at)
    const type = typing.current.get(at)
    if (type) type(text)
    else waiting.current.set(at, text)
  }
  return { tabs, shown, onShow: setShown, onAdd: add, onType, run }
}
