'use client'

import type { SandboxPortView, SandboxView } from '@berth/protocol'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'

/** The port in sight, and the path that was asked for; `visit` counts, so that asking again loads it again. */
export type Shown = { readonly name: string; readonly path: string; readonly visit: number }

export type Ports = {
  readonly all: readonly SandboxPortView[]
  readonly shown: Shown | null
  show(name: string, path?: string): void
  readonly hide: () => void
}

/** The ports of a sandbox, and which of them is looked at beside the terminals. */
export function usePorts({ id, containers }: SandboxView): Ports {
  const has = containers.some(({ ports }) => ports.length > 0)
  const all = useQuery(
    useTRPC().sandboxPorts.list.queryOptions({ sandbox: id }, { enabled: has, staleTime: Infinity }),
  )
  const [shown, setShown] = useState<Shown | null>(null)
  return {
    all: all.data ?? [],
    shown,
    show: (name, path = '/') => setShown((was) => ({ name, path, visit: (was?.visit ?? 0) + 1 })),
    hide: () => setShown(null),
  }
}
