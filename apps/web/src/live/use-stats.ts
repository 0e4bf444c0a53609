'use client'

import type { InstanceStats } from '@berth/protocol'
import { useEffect, useState } from 'react'
import type { Socket } from 'socket.io-client'
import { ask, openSocket } from './socket.ts'
import { addStats, type StatsHistory } from './stats-history.ts'

/** Live use of an app's instances while the page is shown. */
export function useStats({ tenant, app }: { tenant: string; app: string }): StatsHistory {
  const [history, setHistory] = useState<StatsHistory>(() => new Map())
  useEffect(() => {
    let socket: Socket | undefined
    let over = false
    void openSocket('/stats').then((opened) => {
      if (over) return
      socket = opened
      // A refusal leaves the cells empty; the app's own query says what is wrong.
      opened.on('connect', () => void ask(opened, 'watch', { tenant, app }).catch(() => opened.disconnect()))
      opened.on('stats', (samples: InstanceStats[]) => setHistory((was) => addStats(was, samples)))
      opened.connect()
    })
    return () => {
      over = true
      socket?.off().disconnect()
      setHistory(new Map())
    }
  }, [tenant, app])
  return history
}
